import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openPage } from '../../bench/harness/browser.js';
import { startFeeder, type Fed, type FeederOptions } from '../../packages/dashboard/testing/feeder.mjs';

/** When every picture is taken, ms since the epoch: in the middle of a second, so that no clock on the page is about to turn. */
const moment = Date.UTC(2026, 2, 14, 9, 26, 53, 550);

/** Makes letters and colours the same on any machine, as far as a browser can. */
export const evenFlags = [
  '--font-render-hinting=none',
  '--disable-lcd-text',
  '--disable-font-subpixel-positioning',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
];

export interface Still {
  readonly scene?: FeederOptions['scene'];
  readonly impact?: FeederOptions['impact'];
  readonly query?: string;
  readonly look: BrowserContextOptions;
}

export interface Standing {
  readonly page: Page;
  readonly fed: Fed;
  readonly close: () => Promise<void>;
}

/** Lets the page's clock go on by so much, ms, which runs what was due by then. */
export async function passes(page: Page, ms: number): Promise<void> {
  await page.clock.runFor(ms);
}

/** A page with fixed data, on which time stands, so that it looks the same whenever it is opened. */
export async function openStill(
  browser: Browser,
  { scene = 'live', impact = 'better', query = '', look }: Still,
): Promise<Standing> {
  const fed = await startFeeder({ scene, impact, now: () => moment });
  const options = { ...look, reducedMotion: 'reduce', timezoneId: 'UTC', locale: 'en-GB' } as const;
  const { page } = await openPage(browser, `${fed.url}/dashboard${query}`, options, async (fresh) => {
    // Waits between tries are spread by chance.
    await fresh.addInitScript(() => {
      crypto.getRandomValues = (array) => array;
    });
    // It runs until it is paused, and can't be set back.
    await fresh.clock.install({ time: moment - 60_000 });
    await fresh.clock.pauseAt(moment);
  });
  const close = async (): Promise<void> => {
    await page.context().close();
    fed.close();
  };
  return { page, fed, close };
}
