import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, openPage } from '../bench/harness/browser.js';
import { serve, type Served } from '../bench/harness/server.js';
import { Feeder } from './clients/feeder.js';
import { barriers } from './pages/axe.js';
import { working } from './pages/cards.js';

let browser: Browser;
let server: Served;

beforeAll(async () => {
  browser = await openBrowser();
  server = await serve();
});

afterAll(async () => {
  await server.process.stop();
  await browser.close();
});

it('after the first hub has come, three marks point at what is there, once', async () => {
  const { page, faults } = await openPage(browser, server.dashboard, {
    viewport: { width: 1440, height: 900 },
  });
  await page.getByTestId('empty').waitFor();
  const feeder = new Feeder(server, { hub: 'newcomer' });
  await working(page);
  const tour = page.getByTestId('tour');
  for (const [at, target, button] of [
    [1, 'card-latency', 'Next'],
    [2, 'impact', 'Next'],
    [3, 'search', 'Done'],
  ] as const) {
    await tour.getByText(`${String(at)} of 3`).waitFor();
    const [ring, box] = await Promise.all([
      page.locator('.tour-ring').boundingBox(),
      page.getByTestId(target).boundingBox(),
    ]);
    expect(ring?.x).toBeCloseTo((box?.x ?? 0) - 4, 0);
    expect(ring?.width).toBeCloseTo((box?.width ?? 0) + 8, 0);
    if (at === 1) expect(await barriers(page)).toEqual([]);
    // By keyboard alone.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(button);
    await page.keyboard.press('Enter');
  }
  await tour.waitFor({ state: 'detached' });
  await page.reload();
  await working(page);
  expect(await tour.count()).toBe(0);
  // It comes again where it is asked for, and Escape ends it.
  await page.keyboard.press('Control+k');
  await page.getByTestId('palette').fill('show me');
  await page.keyboard.press('Enter');
  await tour.waitFor();
  await page.keyboard.press('Escape');
  await tour.waitFor({ state: 'detached' });
  expect(faults).toEqual([]);
  await feeder.stop();
  await page.context().close();
});
