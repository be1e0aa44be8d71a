import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../bench/harness/browser.js';
import { serve, type Served } from '../bench/harness/server.js';
import { Feeder } from './clients/feeder.js';
import { barriers } from './pages/axe.js';
import { has } from './pages/has.js';
import { phone } from './pages/looks.js';

const folder = mkdtempSync(join(tmpdir(), 'hubscope-e2e-'));
const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
const rules = `rules:
  - { name: High Latency, signal: latency, above: 150, severity: critical, for: 1 }
  - { name: High Throughput, signal: throughput, above: 32, severity: warning, for: 3600 }
`;

let browser: Browser;
let server: Served;
let feeder: Feeder;

beforeAll(async () => {
  const file = join(folder, 'hubscope.yaml');
  writeFileSync(file, rules);
  browser = await openBrowser();
  server = await serve({ args: ['serve', '--config', file] });
});

afterAll(async () => {
  await feeder.stop();
  await server.process.stop();
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(query = '', look: BrowserContextOptions = desktop): Promise<Page> {
  const { page } = await openPage(browser, `${server.dashboard}${query}`, {
    reducedMotion: 'reduce',
    ...look,
  });
  return page;
}

/** Expects no barrier on a page. */
async function expectOpen(page: Page, what: string): Promise<void> {
  expect({ what, barriers: await barriers(page) }).toEqual({ what, barriers: [] });
}

/** The same, and none of colour in the other theme, which follows the system. */
async function expectOpenInBoth(page: Page, what: string): Promise<void> {
  await expectOpen(page, what);
  await page.emulateMedia({ colorScheme: 'dark' });
  // Colours of a theme fade in.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null))),
  );
  expect({ what, dark: await barriers(page, ['color-contrast']) }).toEqual({ what, dark: [] });
}

describe('a page without barriers', () => {
  it('is the empty one', async () => {
    const page = await open();
    await page.getByTestId('empty').waitFor();
    await expectOpen(page, 'empty');
    await page.getByRole('link', { name: 'See why no data arrives' }).click();
    await page.locator('[data-testid=finding][data-code=nothing_arrived]').waitFor();
    await expectOpenInBoth(page, 'doctor of nothing');
    await page.keyboard.press('Escape');
    await page.getByTestId('empty').waitFor();
    await page.context().close();
    feeder = new Feeder(server, { hub: 'watched', agents: ['planner', 'writer'] });
  });

  it.each([
    ['a desk', desktop],
    ['a phone', phone],
  ])('is the one of a hub on %s', async (what, look) => {
    const page = await open('?hub=watched', look);
    await page.getByTestId('component-row').first().waitFor();
    await expectOpenInBoth(page, what);
    await page.context().close();
  });

  it('is what lies over it', async () => {
    const page = await open('?hub=watched');
    await page.getByTestId('component-row').first().waitFor();
    const over: readonly (readonly [key: string, testId: string])[] = [
      ['Control+k', 'palette'],
      ['?', 'key-sheet'],
      ['r', 'rule'],
    ];
    for (const [key, testId] of over) {
      await page.keyboard.press(key);
      await page.getByTestId(testId).first().waitFor();
      await expectOpen(page, testId);
      await page.keyboard.press('Escape');
      await page.getByTestId(testId).first().waitFor({ state: 'detached' });
    }
    await page.getByTestId('health').click();
    await expectOpen(page, 'health');
    await page.keyboard.press('Escape');
    await page.keyboard.press('m');
    await expectOpen(page, 'mark');
    await page.keyboard.press('Escape');
    await page.getByTestId('hub-switcher').click();
    await expectOpen(page, 'switcher');
    await page.keyboard.press('Escape');
    await page.keyboard.press('r');
    for (const tab of ['Silences', 'Channels', 'Rules']) {
      await page.getByRole('dialog').getByRole('button', { name: tab, exact: true }).click();
      await page.getByRole('heading', { name: tab, exact: true }).waitFor();
      await expectOpenInBoth(page, tab);
    }
    await page.getByTestId('new-rule').click();
    await page.getByTestId('rule-form').waitFor();
    await expectOpen(page, 'a new rule');
    await page.keyboard.press('Escape');
    for (const [typed, testId] of [
      ['share links', 'share-links'],
      ['show me around', 'tour'],
    ] as const) {
      await page.keyboard.press('Control+k');
      await page.keyboard.type(typed);
      await page.keyboard.press('Enter');
      await page.getByTestId(testId).waitFor();
      await expectOpenInBoth(page, testId);
      await page.keyboard.press('Escape');
    }
    await page.context().close();
  });

  const views: readonly (readonly [query: string, testId: string, look: BrowserContextOptions])[] = [
    ['?hub=watched&range=1h', 'resolution', desktop],
    ['?hub=watched&component=agent%3Aplanner', 'component-head', desktop],
    ['?view=hubs', 'tile', { ...phone, colorScheme: 'dark' }],
    ['?view=incidents', 'incidents', desktop],
    ['?hub=watched&view=calls', 'slow-operation', desktop],
    ['?hub=watched&view=charts', 'board', desktop],
    ['?hub=watched&kiosk=1', 'component-row', { viewport: { width: 1920, height: 1080 } }],
    ['?view=doctor', 'door', desktop],
    ['?hub=watched&view=doctor', 'door', { ...phone, colorScheme: 'dark' }],
    ['?hub=nobody', 'waiting', desktop],
  ];
  it.each(views)('is the view %s', async (query, testId, look) => {
    const page = await open(query, look);
    await page.getByTestId(testId).first().waitFor();
    await expectOpen(page, query);
    await page.context().close();
  });

  it('is one on which an alert fires, and its history', async () => {
    const page = await open('?hub=watched');
    feeder.latencyMs = 400;
    await has(page, 'hub', 'data-firing', 'true', 30_000);
    await expectOpenInBoth(page, 'firing');
    await page.getByTestId('acknowledge').first().click();
    await expectOpen(page, 'asked for a name');
    await page.keyboard.press('Enter');
    await has(page, 'alert', 'data-acknowledged', 'true');
    await expectOpen(page, 'acknowledged');
    await fetch(`${server.api}/api/v1/silences`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ matcher: { hub: 'watched' }, duration: 3600 }),
    });
    await page.getByTestId('alert').getByText('silenced').first().waitFor();
    await expectOpenInBoth(page, 'silenced');
    await page.keyboard.press('i');
    await page.getByTestId('incident-row').getByRole('link').first().click();
    await page.getByTestId('timeline').waitFor();
    await expectOpen(page, 'incident');
    await page.context().close();
  });
});

describe('who calls whom', () => {
  it('is drawn and listed as the spans say it, with the slowest operations and their traces', async () => {
    const page = await open('?hub=watched');
    await page.getByTestId('component-row').first().waitFor();
    await page.keyboard.press('c');
    const call = page.locator('[data-testid=call][data-to="tool:search"]');
    await call.first().waitFor();
    const callers = await call.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-from')));
    expect(callers.toSorted()).toEqual(['agent:planner', 'agent:writer']);
    expect(await page.locator('.call-node').count()).toBe(4);
    await page.getByTestId('slow-operation').first().waitFor();
    expect(await page.getByTestId('slow-operation').first().locator('code').textContent()).toMatch(
      /^[0-9a-f]{32}$/,
    );
    await page.keyboard.press('Escape');
    await page.getByTestId('hub').waitFor();
    await page.context().close();
  });
});

interface Walk {
  /** Places that can be pressed or filled in, and were not reached though they stood there from start to end. */
  readonly missed: readonly string[];
  /** Places that were reached and do not show it. */
  readonly unseen: readonly string[];
}

/** Walks a page by Tab from end to end, twice at most: rows of a live page change their order meanwhile. */
async function walk(page: Page): Promise<Walk> {
  const wanted = await page.evaluateHandle(() =>
    [...document.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea, summary')].filter(
      (each) => each.checkVisibility() && each.tabIndex >= 0 && !each.matches(':disabled'),
    ),
  );
  const reached = await page.evaluateHandle(() => new Set<Element>());
  const missed = (): Promise<string[]> =>
    wanted.evaluate(
      (all, been) =>
        all.filter((each) => each.isConnected && !been.has(each)).map((each) => each.outerHTML.slice(0, 90)),
      reached,
    );
  const unseen: string[] = [];
  const most = 2 * (await wanted.evaluate((all) => all.length)) + 10;
  for (let presses = 0; presses < most && (await missed()).length > 0; presses += 1) {
    await page.keyboard.press('Tab');
    const name = await reached.evaluate((been) => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return null;
      been.add(element);
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const shown = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      return shown ? null : element.outerHTML.slice(0, 90);
    });
    if (name !== null) unseen.push(name);
  }
  return { missed: await missed(), unseen };
}

describe('a hand that has no mouse', () => {
  it.each([
    ['?hub=watched', 'component-row'],
    ['?hub=watched&component=agent%3Aplanner', 'component-head'],
    ['?hub=watched&view=charts', 'board'],
    ['?hub=watched&view=calls', 'slow-operation'],
    ['?view=hubs', 'tile'],
    ['?view=incidents', 'incidents'],
    ['?view=doctor', 'door'],
    ['?hub=nobody', 'waiting'],
  ])('reaches everything on %s that can be pressed, and sees where it is', async (query, testId) => {
    const page = await open(query);
    await page.getByTestId(testId).first().waitFor();
    const { missed, unseen } = await walk(page);
    expect(unseen).toEqual([]);
    expect(missed).toEqual([]);
    await page.context().close();
  });

  it('gets out of what it opened', async () => {
    const page = await open('?hub=watched');
    await page.getByTestId('component-row').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette').waitFor();
    await page.keyboard.type('incidents');
    await page.keyboard.press('Enter');
    await page.getByTestId('incidents').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('hub').waitFor();
    await page.context().close();
  });
});

describe('a page whose server is gone', () => {
  it('is without barriers too', async () => {
    const page = await open('?hub=watched');
    await page.getByTestId('component-row').first().waitFor();
    server.process.kill('SIGKILL');
    await has(page, 'page', 'data-life', 'lost');
    await page.getByTestId('banner').waitFor();
    await expectOpenInBoth(page, 'lost');
    await page.context().close();
  });
});
