import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../bench/harness/browser.js';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { Receiver } from '../packages/server/notify/testing/receiver.js';
import { Feeder } from './clients/feeder.js';
import { cardsShown, working } from './pages/cards.js';
import { has } from './pages/has.js';

const folder = mkdtempSync(join(tmpdir(), 'hubscope-e2e-'));
const rules = `rules:
  - { name: High Latency, signal: latency, above: 150, severity: critical, for: 1 }
`;
let hook: Receiver;
let browser: Browser;
let server: Served;
let feeder: Feeder;

beforeAll(async () => {
  const file = join(folder, 'hubscope.yaml');
  hook = await new Receiver().open();
  const url = `http://127.0.0.1:${String(hook.port)}/`;
  const channel = `channels: [{ type: webhook, name: ops, url: "${url}", allow_internal: true }]\n`;
  writeFileSync(file, rules + channel);
  browser = await openBrowser();
  server = await serve({ args: ['serve', '--config', file] });
  feeder = new Feeder(server, { hub: 'watched', agents: ['planner', 'writer'] });
});

afterAll(async () => {
  await feeder.stop();
  await server.process.stop();
  await browser.close();
  await hook.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(query = ''): Promise<{ page: Page; faults: string[] }> {
  const opened = await openPage(browser, `${server.dashboard}?hub=watched${query}`, {
    viewport: { width: 1440, height: 900 },
  });
  await working(opened.page);
  return opened;
}

function iconOf(page: Page): Promise<string> {
  return page.evaluate(() => document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href ?? '');
}

describe('an alert, from breach to history', () => {
  it('is in the tab, acknowledged with a way back and a note, and kept as an incident', async () => {
    const { page, faults } = await open();
    const list = await openPage(browser, `${server.dashboard}?hub=watched&view=incidents`);
    await list.page.getByTestId('incidents').waitFor();
    feeder.latencyMs = 400;
    await has(page, 'hub', 'data-firing', 'true');
    await eventually({ what: 'the icon of the tab says it', withinMs: 5000 }, async () =>
      (await iconOf(page)).endsWith('icon-critical.svg') ? true : null,
    );
    // A list that was open before gets it by itself.
    await list.page.getByTestId('incident-row').filter({ hasText: 'firing' }).first().waitFor();
    expect(list.faults).toEqual([]);
    await list.page.context().close();
    await page.getByTestId('acknowledge').first().click();
    await page.getByLabel('Your name').fill('Ada');
    await page.keyboard.press('Enter');
    await has(page, 'alert', 'data-acknowledged', 'true');
    await page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click();
    await has(page, 'alert', 'data-acknowledged', 'false');
    // By keys alone, and the name is not asked for again.
    await page.keyboard.press('a');
    await page.keyboard.press('Enter');
    await has(page, 'alert', 'data-acknowledged', 'true');
    await page
      .getByRole('button', { name: 'Write a note on High Latency' })
      .and(page.locator(':focus'))
      .waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('the cache is cold');
    await page.keyboard.press('Enter');
    feeder.latencyMs = 40;
    await has(page, 'hub', 'data-firing', 'false', 30_000);
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByTestId('incident-row').getByRole('link').first().click();
    const timeline = page.getByTestId('timeline');
    await timeline.getByText(/^Resolved/).waitFor();
    const told = await timeline.textContent();
    for (const words of ['Fires', 'Acknowledged: by Ada', 'Note: the cache is cold · by Ada'])
      expect(told).toContain(words);
    // The signal around it, and who was slow.
    for (const drawn of ['threshold-line', 'stretch'])
      await page.locator(`.incident .past-line .${drawn}`).waitFor({ state: 'attached' });
    expect(await page.getByRole('heading', { name: 'Most involved' }).isVisible()).toBe(true);
    const involved = await page.locator('.involved li').allTextContents();
    for (const each of involved) expect(each).toMatch(/^[a-z]+:\w+?\d+\.\d\u2009ms$/);
    expect(involved.map((each) => each.slice(0, 12))).toContain('agent:writer');
    await page.keyboard.press('Escape');
    await page.getByTestId('hub').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

/** What a page raised beside itself. */
interface Raised {
  readonly notifications: string[];
  tones: number;
}

describe('an alert, beside the page', () => {
  it('is a notification and a sound where that was asked for', async () => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      permissions: ['notifications'],
    });
    await context.addInitScript(() => {
      const raised: Raised = { notifications: [], tones: 0 };
      Object.assign(window, { raised });
      // The browser's own ones, noted on their way.
      window.Notification = class extends Notification {
        constructor(title: string, options?: NotificationOptions) {
          super(title, options);
          raised.notifications.push(title);
        }
      };
      window.OscillatorNode = class extends OscillatorNode {
        override start(when?: number): void {
          raised.tones += 1;
          super.start(when);
        }
      };
    });
    const raised = (): Promise<Raised> =>
      page.evaluate(() => (window as unknown as { raised: Raised }).raised);
    const page = await context.newPage();
    await page.goto(`${server.dashboard}?hub=watched`);
    await page.getByTestId('attention').focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Desktop notification').check();
    await page.getByLabel('Sound').check();
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('attention').textContent()).toBe('Notifying');
    expect(await raised()).toEqual({ notifications: [], tones: 0 });
    feeder.latencyMs = 400;
    await has(page, 'hub', 'data-firing', 'true');
    await eventually({ what: 'it is raised', withinMs: 5000 }, async () =>
      (await raised()).tones > 0 ? true : null,
    );
    feeder.latencyMs = 40;
    await has(page, 'hub', 'data-firing', 'false', 30_000);
    const { notifications, tones } = await raised();
    expect(new Set(notifications)).toEqual(new Set(['High Latency on watched']));
    // A critical one is two tones.
    expect(tones).toBe(2 * notifications.length);
    await context.close();
  });
});

describe('who is told', () => {
  it('is tried in the drawer, with the other side’s own words and a log', async () => {
    const { page, faults } = await open();
    await page.keyboard.press('r');
    await page.getByRole('button', { name: 'Channels' }).click();
    hook.answer = (_request, response) => {
      response.writeHead(418).end('I am a teapot');
    };
    await page.getByTestId('test-channel').click();
    await page.getByTestId('channel-reply').filter({ hasText: '418 I am a teapot' }).waitFor();
    hook.answer = (_request, response) => {
      response.end('ok');
    };
    await page.getByTestId('test-channel').click();
    await has(page, 'channel-reply', 'data-ok', 'true');
    await page.getByRole('button', { name: 'Log of ops' }).click();
    await page
      .getByTestId('deliveries')
      .getByText('one alert of watched fired · sent (200)')
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('uptime', () => {
  it('opens into the seconds of ten minutes, by a key and by the arrows', async () => {
    const { page, faults } = await open();
    await page.getByTestId('uptime-strip').focus();
    await page.keyboard.press('Enter');
    const seconds = page.getByTestId('uptime-seconds');
    await seconds.locator('[data-state=up]').first().waitFor();
    const shownFrom = async () => Number(await seconds.getAttribute('data-from'));
    const from = await shownFrom();
    const earlier = page.getByRole('button', { name: 'Ten minutes earlier' });
    await earlier.click();
    expect(await shownFrom()).toBe(from - 600_000);
    // One step back may lie within this server's life, where the ten minutes just turned; two never do.
    await earlier.click();
    await page.getByTestId('uptime-sum').getByText('unknown 10 min').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await shownFrom()).toBe(from);
    await page.keyboard.press('Escape');
    await seconds.waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

describe('the palette', () => {
  it('goes to a component, and to all hubs', async () => {
    const { page, faults } = await open();
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette').waitFor();
    await page.keyboard.type('planner');
    await page.keyboard.press('Enter');
    await page.getByTestId('component-head').waitFor();
    expect(new URL(page.url()).searchParams.get('component')).toBe('agent:planner');
    await eventually({ what: 'its own values', withinMs: 10_000 }, async () => {
      const { throughput } = await cardsShown(page);
      return throughput !== null && throughput > 0 ? true : null;
    });
    await page.keyboard.press('Escape');
    await page.getByTestId('component-head').waitFor({ state: 'detached' });
    // A signal without a chart on the page of the hub has one of its own.
    await page.keyboard.press('Control+k');
    await page.keyboard.type('error rate');
    await page.keyboard.press('Enter');
    await page.getByTestId('board').waitFor();
    expect(new URL(page.url()).searchParams.getAll('chart')).toEqual(['error_rate']);
    await page.keyboard.press('Escape');
    await page.getByTestId('hub').waitFor();
    await page.keyboard.press('?');
    await page.getByTestId('key-sheet').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('key-sheet').waitFor({ state: 'detached' });
    await page.keyboard.press('h');
    await page.waitForFunction(() => document.title.endsWith('All hubs · Hubscope'));
    await page.getByTestId('tile').filter({ hasText: 'watched' }).getByRole('link').click();
    await page.getByTestId('hub').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
