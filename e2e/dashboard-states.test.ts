import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../bench/harness/browser.js';
import { startFeeder, type FeederOptions } from '../packages/dashboard/testing/feeder.mjs';
import { barriers } from './pages/axe.js';
import { has } from './pages/has.js';
import { oddities } from './pages/oddities.js';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
});

/** Opens the page in a state, looks at it in both themes, and answers all that is wrong there. */
async function wrongIn(options: FeederOptions, reached: (page: Page) => Promise<unknown>): Promise<string[]> {
  const fed = await startFeeder(options);
  const { page } = await openPage(browser, `${fed.url}/dashboard`, {
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    colorScheme: 'light',
  });
  try {
    await page.getByTestId('component-row').first().waitFor();
    await reached(page);
    const light = [...(await barriers(page)), ...(await oddities(page))];
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.evaluate(() =>
      Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null))),
    );
    return [...light, ...(await barriers(page, ['color-contrast']))];
  } finally {
    await page.context().close();
    fed.close();
  }
}

describe('a state without barriers', () => {
  it.each([
    ['better', 'improved'],
    ['worse', 'regressed'],
    ['mixed', 'mixed'],
    ['same', 'same'],
    ['unknown', 'unknown'],
    ['none', 'none'],
  ] as const)('is the verdict %s', async (impact, state) => {
    expect(await wrongIn({ impact }, (page) => has(page, 'impact', 'data-state', state))).toEqual([]);
  });

  it.each([
    ['silent', (page: Page) => has(page, 'page', 'data-life', 'silent')],
    ['alerting', (page: Page) => page.locator('[data-testid=alert][data-state=approaching]').waitFor()],
    ['firing', (page: Page) => has(page, 'hub', 'data-firing', 'true')],
    ['lag', (page: Page) => page.getByTestId('note-lag').waitFor()],
    ['young', (page: Page) => page.getByTestId('card-throughput').waitFor()],
  ] as const)('is the hub that is %s', async (scene, reached) => {
    expect(await wrongIn({ scene }, reached)).toEqual([]);
  });
});
