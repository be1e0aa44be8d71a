import type { Browser, Page } from 'playwright-core';
import { startFed } from './fed.js';

/** Pages of four charts each that are drawn: more than ten charts. */
const pages = 3;

/** From the press on 24 h until all charts of the page are painted, ms, with what the server takes to answer. */
function pressToPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        const look = (): void => {
          const plots = [...document.querySelectorAll<HTMLElement>('.chart .plot')];
          const ready = plots.filter(
            (plot) => plot.dataset['status'] === 'ready' && plot.querySelector('canvas') !== null,
          );
          if (plots.length === 0 || ready.length < plots.length) {
            requestAnimationFrame(look);
            return;
          }
          // A message posted inside a frame is delivered after that frame has been painted.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            resolve(performance.now() - began);
          };
          port2.postMessage(null);
        };
        const button = [...document.querySelectorAll<HTMLElement>('[data-testid=ranges] button')].find(
          ({ innerText }) => innerText.trim() === '24 h',
        );
        button?.click();
        requestAnimationFrame(look);
      }),
  );
}

/** How long twelve charts of 24 hours take, one page of four after the other, ms. */
export async function dayOfCharts(browser: Browser): Promise<number> {
  const fed = await startFed({});
  let ms = 0;
  try {
    for (let opened = 0; opened < pages; opened += 1) {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.goto(`${fed.url}/dashboard`);
      await page.getByTestId('component-row').first().waitFor();
      await page.waitForLoadState('networkidle');
      ms += await pressToPaint(page);
      await page.context().close();
    }
  } finally {
    fed.close();
  }
  return ms;
}
