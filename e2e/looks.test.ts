import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fed } from '../packages/dashboard/testing/feeder.mjs';
import { openBrowser } from '../bench/harness/browser.js';
import { changed, keepLook } from './pages/compared.js';
import { has } from './pages/has.js';
import { evenFlags, openStill, passes, type Still } from './pages/still.js';

interface State extends Still {
  readonly name: string;
  /** What leads to it, once the page stands. */
  readonly reach?: (page: Page, fed: Fed) => Promise<unknown>;
  /** Only this part of the page. */
  readonly part?: string;
}

const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
const light = { ...desktop, colorScheme: 'light' } as const;
const dark = { ...desktop, colorScheme: 'dark' } as const;
const phone = { viewport: { width: 390, height: 1900 }, isMobile: true, hasTouch: true } as const;
const phoneLight = { ...phone, colorScheme: 'light' } as const;
const phoneDark = { ...phone, colorScheme: 'dark' } as const;
const wall = { viewport: { width: 1920, height: 1080 }, colorScheme: 'dark' } as const;

/** Half a desktop: letters can still be told apart, and a set of pictures weighs half a megabyte. */
const keptWidth = 720;

const cutOff: State['reach'] = async (page, fed) => {
  fed.control('drop');
  await has(page, 'page', 'data-life', 'lost');
  await passes(page, 300);
};
const mute: State['reach'] = async (page, fed) => {
  fed.control('mute');
  await passes(page, 8000);
  await has(page, 'page', 'data-life', 'mute');
};

const states: readonly State[] = [
  { name: 'hub-light', look: light },
  { name: 'hub-dark', look: dark },
  { name: 'hub-phone-light', look: phoneLight },
  { name: 'hub-phone-dark', look: phoneDark },
  { name: 'empty-light', scene: 'empty', look: light },
  { name: 'empty-phone-dark', scene: 'empty', look: phoneDark },
  { name: 'waiting-dark', query: '?hub=my%20new%20hub', look: dark },
  { name: 'disconnected-light', look: light, reach: cutOff },
  { name: 'disconnected-phone-dark', look: phoneDark, reach: cutOff },
  { name: 'mute-dark', look: dark, reach: mute },
  { name: 'silent-light', scene: 'silent', look: light },
  { name: 'late-light', scene: 'lag', look: light },
  { name: 'young-dark', scene: 'young', look: dark },
  { name: 'strange-light', scene: 'strange', look: light },
  { name: 'alerting-light', scene: 'alerting', look: light },
  { name: 'firing-dark', scene: 'firing', look: dark },
  { name: 'firing-phone-light', scene: 'firing', look: phoneLight },
  { name: 'kiosk-dark', query: '?kiosk=1', look: wall },
  { name: 'past-light', query: '?range=5m', look: light },
  { name: 'component-dark', query: '?component=agent%3Awriter', look: dark },
  { name: 'hubs-light', scene: 'alerting', query: '?view=hubs', look: light },
  {
    name: 'incident-light',
    scene: 'alerting',
    query: '?view=incidents&incident=i2',
    look: light,
    reach: (page) => page.getByTestId('timeline').waitFor(),
  },
  ...(['none', 'better', 'worse', 'mixed', 'same', 'unknown'] as const).map((impact, index) => {
    const look = index % 2 === 0 ? light : dark;
    return { name: `impact-${impact}-${look.colorScheme}`, impact, look, part: '[data-testid=impact]' };
  }),
];

/** Names of the pictures that are kept anew; null: they are compared. */
const taken = process.env['HUBSCOPE_LOOKS']?.split(',') ?? null;

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser(evenFlags);
});

afterAll(async () => {
  await browser.close();
});

/** What a state looks like. @param edit changes something on the page before the picture is taken */
async function shotOf(state: State, edit?: (page: Page) => Promise<unknown>): Promise<Buffer> {
  const { page, fed, close } = await openStill(browser, state);
  try {
    await page.getByTestId('page').waitFor();
    // All that is mounted by steps and asked for.
    await passes(page, 1000);
    await page.waitForLoadState('networkidle');
    await passes(page, 1000);
    await state.reach?.(page, fed);
    await edit?.(page);
    await page.evaluate(() => document.fonts.ready.then(() => null));
    const options = { animations: 'disabled', caret: 'hide' } as const;
    if (state.part !== undefined) return await page.locator(state.part).screenshot(options);
    return await page.screenshot(options);
  } finally {
    await close();
  }
}

describe('the dashboard looks as it did', () => {
  const wanted = states.filter(({ name }) => taken === null || taken[0] === '' || taken.includes(name));
  it.each(wanted.map((state) => [state.name, state] as const))('%s', async (name, state) => {
    if (taken !== null) await keepLook(name, await shotOf(state), keptWidth);
    // Also where it was just taken: what does not look the same twice can not be compared with anything.
    expect(await changed(name, await shotOf(state), keptWidth)).toBeNull();
  });
});

describe.runIf(taken === null)('a small change is seen', () => {
  it.each<[string, string]>([
    ['a digit', '[data-testid=card-throughput] .value'],
    ['a unit', '[data-testid=card-latency] .unit'],
    ['an axis label', '[data-testid=chart-memory] .grid span'],
    ['the dot of the connection', '.connection .dot'],
    ['a verdict', '[data-testid=impact-overall]'],
  ])('%s', async (_, place) => {
    const state = states.find(({ name }) => name === 'hub-light');
    if (state === undefined) throw new Error('no such state');
    const shot = await shotOf(state, (page) =>
      page
        .locator(place)
        .first()
        .evaluate((element: HTMLElement) => {
          element.style.visibility = 'hidden';
        }),
    );
    expect(await changed('hub-light', shot, keptWidth)).not.toBeNull();
  });
});
