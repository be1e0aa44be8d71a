import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../bench/harness/browser.js';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { Feeder } from './clients/feeder.js';
import { Repeated } from './clients/repeated.js';
import { agentSpans } from './doors/agent-spans.js';
import { cpuTime, memory, metrics, nanos, post, span, traces } from './doors/otlp.js';
import { cardsShown, working } from './pages/cards.js';
import { has } from './pages/has.js';
import { overflow, phone } from './pages/looks.js';
import { oddities } from './pages/oddities.js';

const desktop = { viewport: { width: 1440, height: 900 } };
const folder = mkdtempSync(join(tmpdir(), 'hubscope-e2e-'));
/** For the answer to a key or a press, also on a machine that has other things to do. */
const mostWaitMs = 2500;
const nobodyListens =
  /WebSocket connection to .* failed|net::ERR_(?:CONNECTION_(?:REFUSED|RESET)|SOCKET_NOT_CONNECTED)/;

let browser: Browser;
/** What a test started, to be ended after it. */
const started: { stop: () => Promise<unknown> }[] = [];

beforeAll(async () => {
  browser = await openBrowser();
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  for (const each of started.splice(0).reverse()) await each.stop();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

async function server(config = 'rules: []\n', env: Record<string, string> = {}): Promise<Served> {
  const file = join(folder, 'hubscope.yaml');
  writeFileSync(file, config);
  const served = await serve({ args: ['serve', '--config', file], env });
  started.push({ stop: () => served.process.stop() });
  return served;
}

function keep<T extends { stop: () => Promise<unknown> }>(each: T): T {
  started.push(each);
  return each;
}

/** The variables with which another server takes the place of one that is gone. */
function doorsOf({ doors }: Served): Record<string, string> {
  return {
    HUBSCOPE_DASHBOARD_PORT: String(doors.dashboard),
    HUBSCOPE_API_PORT: String(doors.api),
    HUBSCOPE_OTLP_HTTP_PORT: String(doors.otlpHttp),
    HUBSCOPE_OTLP_GRPC_PORT: String(doors.otlpGrpc),
  };
}

function hubAddress({ dashboard }: Served, hub: string, more: Record<string, string> = {}): string {
  return `${dashboard}?${new URLSearchParams({ hub, ...more }).toString()}`;
}

describe('a name', () => {
  const markup = '<img src=x onerror=alert(1)>';
  it.each<[string, string, string]>([
    ['of 300 characters', 'long-'.repeat(60), `${'long-'.repeat(60).slice(0, 199)}…`],
    ['from right to left', 'מתזמן ראשי (2)', 'מתזמן ראשי (2)'],
    ['of emoji', '👩‍👩‍👧‍👦🛒 🏴󠁧󠁢󠁷󠁬󠁳󠁿', '👩�👩�👧�👦🛒 🏴󠁧󠁢󠁷󠁬󠁳󠁿'],
    ['that is markup', markup, markup],
  ])(
    '%s stands as text wherever it is, runs nothing, and moves nothing off the page',
    async (_, raw, name) => {
      const served = await server();
      const agents = [raw, '"><script>alert(2)</script>', `javascript:alert(3)//${markup}`];
      keep(new Feeder(served, { hub: raw, agents }));
      for (const look of [desktop, phone]) {
        // By the name as its owner knows it.
        const { page, faults } = await openPage(browser, hubAddress(served, raw), look);
        await working(page);
        expect(await page.getByTestId('hub-name').textContent()).toBe(name);
        expect(await page.title()).toContain(name);
        await page.getByTestId('component-row').first().waitFor();
        const names = await page.getByTestId('component-row').locator('.name').allTextContents();
        expect(names).toEqual(expect.arrayContaining([name, ...agents.slice(1)]));
        expect(await oddities(page)).toEqual([]);
        await page.getByTestId('hub-switcher').click();
        await page.locator('#hub-list a').filter({ hasText: name }).waitFor();
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        await page.keyboard.press('Escape');
        await page.getByTestId('component-row').locator('.name').filter({ hasText: name }).first().click();
        await page.getByTestId('component-head').getByRole('heading', { name }).waitFor();
        expect(await oddities(page)).toEqual([]);
        await page.goto(`${served.dashboard}?view=hubs`);
        await page.getByTestId('tile').filter({ hasText: name }).waitFor();
        expect(await oddities(page)).toEqual([]);
        expect(await page.locator('img[src="x"], body script:not([src]):has-text("alert")').count()).toBe(0);
        expect(faults).toEqual([]);
      }
    },
  );

  it('from right to left is read from right to left, beside words that are not', async () => {
    const served = await server();
    keep(new Feeder(served, { hub: 'מתזמן (2)', agents: ['סוכן (1)'] }));
    const { page } = await openPage(browser, served.dashboard, desktop);
    await page.getByTestId('component-row').first().waitFor();
    for (const place of ['[data-testid=hub-name]', '[data-testid=component-row][data-key*="סוכן"] .name']) {
      const [last, first] = await page.locator(place).evaluate((element) => {
        const text = element.firstChild;
        if (text === null) throw new Error('no text');
        const left = (from: number): number => {
          const range = document.createRange();
          range.setStart(text, from);
          range.setEnd(text, from + 1);
          return range.getBoundingClientRect().left;
        };
        return [left((text.textContent ?? '').length - 1), left(0)];
      });
      expect(last).toBeLessThan(first);
    }
  });
});

describe('5,000 components', () => {
  const count = 5000;
  const names = Array.from({ length: count }, (_, index) => `worker-${String(index).padStart(4, '0')}`);

  it.each([
    // A viewer is told of 500 at most.
    ['each with a row of its own', 'rules: []\nmax_components: 5000\n', 400],
    ['of which most share one', 'rules: []\n', 200],
  ])('%s leave the page quick', async (_, config, least) => {
    const served = await server(config);
    const protobuf = { 'content-type': 'application/x-protobuf' };
    keep(
      new Repeated(1000, () => post(served, '/v1/traces', agentSpans('crowd', Date.now(), names), protobuf)),
    );
    const { page, faults } = await openPage(browser, hubAddress(served, 'crowd'), desktop);
    await working(page);
    await eventually({ what: 'it says how many there are', withinMs: 20_000 }, async () => {
      const said = (await page.getByTestId('component-count').textContent()) ?? '';
      return Number(/of (\d+),/.exec(said)?.[1] ?? 0) >= least ? true : null;
    });
    await page.getByRole('button', { name: /^Show all/ }).click();
    await page.getByRole('button', { name: 'Show fewer' }).waitFor();
    await has(page, 'connection-state', 'data-state', 'connected');
    await page.keyboard.press('Control+k');
    const name = (await page.getByTestId('component-row').locator('.name').first().textContent()) ?? '';
    await page.getByTestId('palette').fill(name);
    await page.keyboard.press('Enter');
    await page.getByTestId('component-head').getByRole('heading', { name }).waitFor();
    expect(await slowest(page)).toBeLessThan(mostWaitMs);
    await has(page, 'page', 'data-life', 'live');
    expect(await oddities(page)).toEqual([]);
    expect(faults).toEqual([]);
  });
});

/** The longest that the page made somebody wait for the answer to a key or a press, ms. */
function slowest(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let longest = 0;
        const watch = new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
        });
        watch.observe({ type: 'event', buffered: true });
        requestAnimationFrame(() => {
          setTimeout(() => {
            watch.disconnect();
            resolve(longest);
          }, 100);
        });
      }),
  );
}

describe('a signal at the end of all scales', () => {
  it.each([
    ['1e15', 1e15],
    ['1e-9', 1e-9],
  ])('%s stands on its card and on its axis as a number with its unit', async (_, megabytes) => {
    const served = await server();
    const begun = Date.now() - 1000;
    keep(
      new Repeated(500, async () => {
        const now = Date.now();
        const readings = [
          memory(now, megabytes * 1e6),
          cpuTime(begun, now, Math.min(0.5, megabytes) * ((now - begun) / 1000)),
        ];
        await post(served, '/v1/metrics', metrics('extreme', readings));
        await post(served, '/v1/traces', traces('extreme', [span(now)]));
      }),
    );
    for (const look of [desktop, phone]) {
      const { page, faults } = await openPage(browser, hubAddress(served, 'extreme'), look);
      await eventually({ what: 'its memory', withinMs: 15_000 }, async () => {
        const { memory: shown } = await cardsShown(page);
        return shown !== null && Math.abs(shown / megabytes - 1) < 1e-6 ? true : null;
      });
      expect(await oddities(page)).toEqual([]);
      await page.goto(hubAddress(served, 'extreme', { range: '5m' }));
      await page.locator('[data-testid=legend-memory-peak]:not([data-value=""])').waitFor();
      expect(await oddities(page)).toEqual([]);
      expect(faults).toEqual([]);
    }
  });
});

describe('a hub that reports nothing of what is shown', () => {
  it('shows dashes and says so, and no number', async () => {
    const served = await server('rules: []\nsignals: [{ name: depth, metric: app.depth, fold: sum }]\n');
    keep(
      new Repeated(500, () => {
        const gauge = { dataPoints: [{ timeUnixNano: nanos(Date.now()), asDouble: 1 }] };
        return post(served, '/v1/metrics', metrics('unknown', [{ name: 'app.depth', gauge }]));
      }),
    );
    for (const more of [{}, { range: '5m' }, { look: 'heatmap' }, { component: 'agent:nobody' }]) {
      const { page, faults } = await openPage(browser, hubAddress(served, 'unknown', more), desktop);
      await has(page, 'page', 'data-stance', 'hub');
      await page.getByTestId('chart-memory').waitFor();
      expect(await cardsShown(page)).toEqual({
        throughput: null,
        latency: null,
        memory: null,
        cpu: null,
        errorRate: null,
      });
      expect(await page.getByTestId('card-memory').locator('.value').textContent()).toContain('—');
      await eventually({ what: 'a chart says that it knows nothing', withinMs: 10_000 }, async () =>
        /not known|nothing/i.test((await page.getByTestId('chart-memory').textContent()) ?? '') ? true : null,
      );
      expect(await oddities(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    }
  });
});

/** The page's clock is so much ahead of all others, ms. */
function wrongBy(ms: number): (page: Page) => Promise<unknown> {
  return (page) =>
    page.addInitScript((ahead) => {
      const origin = performance.timeOrigin + ahead;
      Object.defineProperty(performance, 'timeOrigin', { get: () => origin });
      const Right = Date;
      class Wrong extends Right {
        constructor(...given: [] | [string | number | Date]) {
          if (given.length === 0) super(Right.now() + ahead);
          // As it was given, also where it is more than one part.
          else super(...given);
        }
        static override now(): number {
          return Right.now() + ahead;
        }
      }
      window.Date = Wrong as DateConstructor;
    }, ms);
}

describe('a browser whose clock is wrong by ten minutes', () => {
  it.each([
    ['ahead', 600_000],
    ['behind', -600_000],
  ])('%s: live is live, and what is old is as old as it is', async (_, ahead) => {
    const served = await server('rules: [{ name: Slow, signal: latency, above: 150, for: 1 }]\n');
    const feeder = keep(new Feeder(served, { hub: 'timed' }));
    const { page, faults } = await openPage(browser, hubAddress(served, 'timed'), desktop, wrongBy(ahead));
    await working(page);
    await has(page, 'page', 'data-life', 'live');
    expect(await page.getByTestId('banner').count()).toBe(0);
    // The newest second is at the right edge.
    await eventually({ what: 'the live dot is in sight', withinMs: 10_000 }, async () => {
      const window = await page.getByTestId('chart-throughput').locator('.window').boundingBox();
      const dot = await page.getByTestId('chart-throughput').locator('.live-dot').boundingBox();
      if (window === null || dot === null) return null;
      return dot.x > window.x + 0.8 * window.width && dot.x <= window.x + window.width ? true : null;
    });
    feeder.latencyMs = 400;
    const alert = page.locator('[data-testid=alert][data-state=firing]').first();
    await alert.waitFor({ timeout: 20_000 });
    expect(await alert.textContent()).not.toMatch(/\d+ min|\d h/);
    await page.getByTestId('ranges').getByRole('button', { name: '5 m' }).click();
    await page.locator('[data-testid=legend-throughput-peak]:not([data-value=""])').waitFor();
    served.process.kill('SIGKILL');
    await has(page, 'page', 'data-life', 'lost');
    const age = (await page.getByTestId('data-age').textContent()) ?? '';
    expect(age).toMatch(/^\d+ s$/);
    expect(await oddities(page)).toEqual([]);
    expect(faults.filter((fault) => !nobodyListens.test(fault))).toEqual([]);
  });
});

describe('a server that restarts', () => {
  it('finds the page at the place where it left it', async () => {
    const data = mkdtempSync(join(folder, 'data-'));
    const served = await server(undefined, { HUBSCOPE_DATA: data });
    keep(new Feeder(served, { hub: 'lasting', agents: ['planner'] }));
    const place = hubAddress(served, 'lasting', { component: 'agent:planner', range: '5m' });
    const { page, faults } = await openPage(browser, place, desktop);
    await page.getByTestId('component-head').waitFor();
    await page.locator('[data-testid=legend-throughput-peak]:not([data-value=""])').waitFor();
    await page.keyboard.press('r');
    await page.getByTestId('new-rule').waitFor();
    await served.process.stop();
    await has(page, 'page', 'data-life', 'lost');
    await server(undefined, { ...doorsOf(served), HUBSCOPE_DATA: data });
    await has(page, 'connection-state', 'data-state', 'connected', 40_000);
    await has(page, 'page', 'data-life', 'live');
    expect(page.url()).toBe(place);
    expect(await page.getByTestId('new-rule').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByTestId('component-head').waitFor();
    await page.locator('[data-testid=legend-throughput-peak]:not([data-value=""])').waitFor();
    expect(faults.filter((fault) => !nobodyListens.test(fault))).toEqual([]);
  });
});

describe('a server that vanishes for an hour', () => {
  it('leaves a page that says how old it is all the time, and that is live soon after its return', async () => {
    const hour = 3_600_000;
    const served = await server();
    keep(new Feeder(served, { hub: 'gone' }));
    const { page, faults } = await openPage(browser, hubAddress(served, 'gone'), desktop, (fresh) =>
      fresh.clock.install({ time: Date.now() - hour }),
    );
    await working(page);
    await served.process.stop();
    await has(page, 'page', 'data-life', 'lost');
    await page.clock.runFor('02:00');
    await page.clock.fastForward('58:00');
    await eventually({ what: 'the age of what is shown', withinMs: 10_000 }, async () =>
      /^1 h/.test((await page.getByTestId('data-age').textContent()) ?? '') ? true : null,
    );
    expect(await page.getByTestId('connection-state').textContent()).toMatch(/^Disconnected/);
    await server(undefined, doorsOf(served));
    // It comes back by itself: no try is further than half a minute away.
    await page.clock.runFor(31_000);
    await has(page, 'connection-state', 'data-state', 'connected', 40_000);
    await working(page);
    await has(page, 'page', 'data-life', 'live');
    expect(await page.getByTestId('banner').count()).toBe(0);
    expect(await oddities(page)).toEqual([]);
    expect(faults.filter((fault) => !nobodyListens.test(fault))).toEqual([]);
  });
});

describe('a browser that lets nothing be kept', () => {
  it('shows the hub, changes its theme and acknowledges by name for as long as the page stands', async () => {
    const served = await server('rules: [{ name: Slow, signal: latency, above: 10, for: 1 }]\n');
    keep(new Feeder(served, { hub: 'forgetful' }));
    const { page, faults } = await openPage(browser, hubAddress(served, 'forgetful'), desktop, (fresh) =>
      fresh.addInitScript(() => {
        for (const place of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
          Object.defineProperty(window, place, {
            get: () => {
              throw new DOMException('Access is denied for this document.', 'SecurityError');
            },
          });
      }),
    );
    await working(page);
    await page.locator('.theme-toggle').click();
    await page.locator('html[data-theme]').waitFor({ state: 'attached' });
    await has(page, 'hub', 'data-firing', 'true', 20_000);
    await page.getByTestId('acknowledge').first().click();
    await page.getByTestId('name-form').getByRole('textbox').first().fill('Ada');
    await page.getByTestId('name-form').getByRole('button').click();
    await has(page, 'alert', 'data-acknowledged', 'true');
    expect(await page.getByTestId('alert').first().textContent()).toContain('Ada');
    expect(await oddities(page)).toEqual([]);
    expect(faults).toEqual([]);
  });
});
