import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../bench/harness/browser.js';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { Feeder } from './clients/feeder.js';
import { cardsShown, working } from './pages/cards.js';
import { has } from './pages/has.js';
import { Gallery } from './pages/looks.js';

const folder = mkdtempSync(join(tmpdir(), 'hubscope-e2e-'));
/** What a browser itself writes to its console while nobody listens where a page wants to connect. */
const nobodyListens = /WebSocket connection to .* failed|net::ERR_CONNECTION_(?:REFUSED|RESET)/;

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a server while `use` runs, and feeders that it starts. */
async function withServer(
  config: string | null,
  use: (server: Served, feed: (feeder: Feeder) => Feeder) => Promise<void>,
): Promise<void> {
  const file = join(folder, 'hubscope.yaml');
  writeFileSync(file, config ?? 'rules: []\n');
  const server = await serve({ args: ['serve', '--config', file] });
  const feeders: Feeder[] = [];
  try {
    await use(server, (feeder) => {
      feeders.push(feeder);
      return feeder;
    });
    expect(server.process.stderr).toEqual([]);
  } finally {
    await Promise.all(feeders.map((each) => each.stop()));
    await server.process.stop();
  }
}

function within(what: string, withinMs = 10_000): { what: string; withinMs: number } {
  return { what, withinMs };
}

describe('a page with no hub yet', () => {
  it('says how to connect one, and comes alive by itself with its first span', async () => {
    await withServer(null, async (server, feed) => {
      const gallery = await Gallery.open(browser, server.dashboard);
      for (const page of gallery.pages) {
        await page.getByTestId('empty').waitFor();
        const lines = (await page.getByTestId('connect-guide').textContent()) ?? '';
        expect(lines).toContain(`OTEL_EXPORTER_OTLP_ENDPOINT=${server.otlp}`);
        await eventually(within('it listens'), async () =>
          ((await page.getByTestId('listening').textContent()) ?? '').includes('Listening') ? true : null,
        );
      }
      expect(await gallery.tooWide()).toEqual([]);
      await gallery.shoot('empty');
      feed(new Feeder(server, { hub: 'newcomer' }));
      for (const page of gallery.pages) {
        await working(page);
        expect(await page.getByTestId('hub-name').textContent()).toBe('newcomer');
        await has(page, 'page', 'data-stance', 'hub');
      }
      expect(await gallery.tooWide()).toEqual([]);
      expect(gallery.faults).toEqual([]);
      await gallery.close();
    });
  });

  it('waits for the hub that its address names', async () => {
    await withServer(null, async (server, feed) => {
      const { page, faults } = await openPage(browser, `${server.dashboard}?hub=awaited`);
      await page.getByTestId('waiting').waitFor();
      feed(new Feeder(server, { hub: 'another' }));
      feed(new Feeder(server, { hub: 'awaited' }));
      await working(page);
      expect(await page.getByTestId('hub-name').textContent()).toBe('awaited');
      expect(faults).toEqual([]);
      await page.context().close();
    });
  });
});

describe('a page that lost its server', () => {
  it('says so, shows its data age, and comes back when a server does', async () => {
    const first = await serve();
    const feeder = new Feeder(first, { hub: 'lasting' });
    const gallery = await Gallery.open(browser, `${first.dashboard}?hub=lasting`);
    for (const page of gallery.pages) await working(page);
    first.process.kill('SIGKILL');
    await first.process.ended;
    const age = async (page: Page): Promise<string | null> =>
      page.getByTestId('data-age').textContent({ timeout: 1000 });
    for (const page of gallery.pages) {
      await has(page, 'page', 'data-life', 'lost');
      await page.getByTestId('banner').waitFor();
      // What was there stands, and gets older.
      const stood = await cardsShown(page);
      expect(stood.throughput).not.toBeNull();
      const before = await age(page);
      await eventually(within('its data is older'), async () => ((await age(page)) === before ? null : true));
      expect(await cardsShown(page)).toEqual(stood);
      expect(await page.getByTestId('connection-state').textContent()).toMatch(/Reconnecting|Disconnected/);
    }
    expect(await gallery.tooWide()).toEqual([]);
    const { doors } = first;
    const second = await serve({
      env: {
        HUBSCOPE_DASHBOARD_PORT: String(doors.dashboard),
        HUBSCOPE_API_PORT: String(doors.api),
        HUBSCOPE_OTLP_HTTP_PORT: String(doors.otlpHttp),
        HUBSCOPE_OTLP_GRPC_PORT: String(doors.otlpGrpc),
      },
    });
    for (const page of gallery.pages) {
      await has(page, 'connection-state', 'data-state', 'connected');
      await has(page, 'page', 'data-life', 'live');
      await working(page);
    }
    expect(gallery.faults.filter((fault) => !nobodyListens.test(fault))).toEqual([]);
    await gallery.close();
    await feeder.stop();
    await second.process.stop();
  });
});

describe('a network that lets no WebSocket through', () => {
  it('shows the hub by server-sent events, says so, and goes to another one', async () => {
    await withServer(null, async (server, feed) => {
      feed(new Feeder(server, { hub: 'shop' }));
      const context = await browser.newContext();
      await context.addInitScript(() => {
        const Native = WebSocket;
        // To an address at which the server upgrades nothing.
        window.WebSocket = class extends Native {
          constructor(url: string | URL, protocols?: string | string[]) {
            super(String(url).replace('/ws', '/healthz'), protocols);
          }
        };
      });
      const page = await context.newPage();
      await page.goto(server.dashboard);
      await working(page);
      await page.getByText('Connected by events').waitFor();
      feed(new Feeder(server, { hub: 'bank', instance: 'other' }));
      await page.getByTestId('hub-switcher').click();
      await page.locator('#hub-list a', { hasText: 'bank' }).click();
      await page.getByTestId('hub-name').filter({ hasText: 'bank' }).waitFor();
      await working(page);
      await context.close();
    });
  });
});

describe('the hub switcher', () => {
  it('works by keyboard alone, and each hub has its own address', async () => {
    await withServer(null, async (server, feed) => {
      feed(new Feeder(server, { hub: 'busy', each: 5 }));
      feed(new Feeder(server, { hub: 'calm', each: 1 }));
      const { page, faults } = await openPage(browser, server.dashboard);
      await eventually(within('both hubs are known'), async () => {
        const list = (await (await fetch(`${server.api}/api/v1/hubs`)).json()) as { name: string }[];
        return list.length >= 3 ? true : null;
      });
      await working(page);
      const name = page.getByTestId('hub-name');
      const before = await name.textContent();
      const other = before === 'busy' ? 'calm' : 'busy';
      await page.getByTestId('hub-switcher').focus();
      await page.keyboard.press('ArrowDown');
      const focused = async (): Promise<string> =>
        page.evaluate(() => document.activeElement?.querySelector('.hub-name')?.textContent ?? '');
      await eventually(within('the first hub has the focus'), async () =>
        (await focused()) === '' ? null : true,
      );
      for (let tries = 0; (await focused()) !== other && tries < 5; tries += 1) {
        await page.keyboard.press('ArrowDown');
      }
      await page.keyboard.press('Enter');
      await eventually(within('the other hub is shown'), async () =>
        (await name.textContent()) === other ? true : null,
      );
      expect(new URL(page.url()).searchParams.get('hub')).toBe(other);
      await working(page);
      await page.keyboard.press('ArrowDown');
      await page.getByRole('link', { name: 'busy' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'busy' }).waitFor({ state: 'detached' });
      await page.goBack();
      await eventually(within('the way back leads to the first hub'), async () =>
        (await name.textContent()) === before ? true : null,
      );
      expect(faults).toEqual([]);
      await page.context().close();
    });
  });
});

const rules = `rules:
  - { name: High Latency, signal: latency, above: 150, severity: warning, for: 1 }
  - { name: High Error Rate, signal: error_rate, above: 5, severity: critical }
`;

describe('an alert', () => {
  it('fires on the page, can be acknowledged there, and resolves', async () => {
    await withServer(rules, async (server, feed) => {
      const feeder = feed(new Feeder(server, { hub: 'slowing' }));
      const gallery = await Gallery.open(browser, `${server.dashboard}?hub=slowing`);
      const [page] = gallery.pages;
      if (page === undefined) throw new Error('no page');
      await working(page);
      await has(page, 'hub', 'data-firing', 'false');
      feeder.latencyMs = 400;
      for (const each of gallery.pages) await has(each, 'hub', 'data-firing', 'true');
      expect(await page.title()).toMatch(/^\(1\)/);
      const alert = page.getByTestId('alert').filter({ hasText: 'High Latency' });
      expect(await alert.getAttribute('data-severity')).toBe('warning');
      expect(await gallery.tooWide()).toEqual([]);
      await page.getByTestId('acknowledge').first().click();
      await page.getByTestId('name-form').getByRole('button').click();
      for (const each of gallery.pages) await has(each, 'alert', 'data-acknowledged', 'true');
      feeder.latencyMs = 40;
      for (const each of gallery.pages) await has(each, 'hub', 'data-firing', 'false');
      expect(gallery.faults).toEqual([]);
      await gallery.close();
    });
  });
});
