import { openBrowser } from '../../bench/harness/browser.js';
import type { Driven } from './driven.js';

export async function openChromium(): Promise<Driven> {
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  return {
    open: async (url) => {
      await page.goto(url);
    },
    evaluate: async (expression) =>
      JSON.parse(await page.evaluate<string>(`JSON.stringify(${expression})`)) as unknown,
    press: (selector) => page.locator(selector).first().click(),
    close: () => browser.close(),
  };
}
