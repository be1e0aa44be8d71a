import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../bench/harness/browser.js';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { PlainViewer, type PlainAlert } from '../bench/harness/viewer.js';
import { Feeder } from './clients/feeder.js';
import { components, history, hub } from './doors/api.js';
import { baselines, impact, signalOf } from './doors/impact.js';
import { has } from './pages/has.js';
import { Gallery } from './pages/looks.js';
import { readOff } from './pages/chart.js';

const name = 'research-hub';
const minute = 60;

interface SecondCount {
  readonly second: number;
  readonly ended: number;
  readonly errors: number;
}

let server: Served;
let browser: Browser;
let viewer: PlainViewer;
let gallery: Gallery;
let control: string;
/** The first second of the minute, s since the epoch. */
let from: number;
/** When the switch had been turned, s since the epoch. */
let turned: number;

beforeAll(async () => {
  server = await serve({ args: ['serve', '--demo'] });
  browser = await openBrowser();
  control = (await server.process.line(/^sample hub\s+switches at (\S+)$/))[1] ?? '';
  viewer = await PlainViewer.connect(`${server.ws}?hub=${name}`);
  const first = await viewer.frame(
    'the hub works',
    ({ current }) => (current['throughput_ops_sec'] ?? 0) > 0,
  );
  from = first.current.timestamp / 1000 + 1;
});

afterAll(async () => {
  viewer.close();
  await browser.close();
  await server.process.stop();
});

/** Waits until a second (s since the epoch) has closed. */
async function closed(second: number): Promise<void> {
  const withinMs = (second - Date.now() / 1000 + 20) * 1000;
  await viewer.frame(
    `second ${String(second)}`,
    ({ current }) => current.timestamp >= second * 1000,
    withinMs,
  );
}

/** The hub's own count of the seconds `[first, last)`. */
async function ownCount(first: number, last: number): Promise<readonly SecondCount[]> {
  const { perSecond } = (await (await fetch(`${control}/counts`)).json()) as {
    perSecond: readonly SecondCount[];
  };
  return Array.from({ length: last - first }, (_, index) => {
    const second = first + index;
    return perSecond.find((each) => each.second === second) ?? { second, ended: 0, errors: 0 };
  });
}

/** Expects every second of `[first, last)` to read as the hub itself counted it. */
async function expectAgreement(first: number, last: number): Promise<void> {
  // A second further on, so that late data has amended what it had to.
  await closed(last + 1);
  const own = await ownCount(first, last);
  const { signals } = await history(server, name, ['throughput', 'error_rate'], [first, last]);
  expect(signals['throughput']).toEqual(own.map(({ ended }) => ended));
  own.forEach(({ ended, errors }, index) => {
    if (ended > 0) expect(signals['error_rate']?.[index]).toBeCloseTo((100 * errors) / ended, 4);
  });
}

/** What has fired so far, but for a latency that was seen: the hub works for real, and on a busy machine it is slow. */
function untoward(): readonly PlainAlert[] {
  const slowest = Math.max(...viewer.frames.map(({ current }) => current['latency_ms'] ?? 0));
  return viewer.frames.flatMap(({ alerts }) =>
    alerts.filter(
      ({ state, threshold }) =>
        state === 'firing' && (threshold.metric !== 'latency_ms' || slowest <= threshold.threshold),
    ),
  );
}

describe('the sample hub', () => {
  it('is the hub that a viewer gets who names none', async () => {
    const any = await PlainViewer.connect(server.ws);
    const second = from * 1000;
    const frame = await any.frame('a frame', ({ history: points }) =>
      points.some((point) => point.timestamp === second),
    );
    const said = frame.history.find(({ timestamp }) => timestamp === second);
    expect(viewer.shown(second)).toContainEqual(said);
    any.close();
  });

  it('and its dashboard agree over a minute to the operation, and all is quiet', async () => {
    const until = from + minute;
    await expectAgreement(from, until);
    const own = await ownCount(from, until);
    const ended = own.reduce((sum, each) => sum + each.ended, 0);
    expect(ended).toBeGreaterThan(10 * minute);
    expect(own.reduce((sum, each) => sum + each.errors, 0)).toBeGreaterThan(0);
    const shown = viewer.newest?.history ?? [];
    expect(shown).toHaveLength(minute);
    expect(untoward()).toEqual([]);
  });

  it('has no alert on the wire that the server does not list', async () => {
    const listed = (await (await fetch(`${server.api}/api/v1/alerts`)).json()) as readonly PlainAlert[];
    const ids = new Set(listed.map(({ id }) => id));
    const shown = viewer.newest?.alerts.filter(({ state }) => state !== 'resolved') ?? [];
    expect(shown.filter(({ id }) => !ids.has(id))).toEqual([]);
  });

  it('is read off the chart second by second as it counted itself', async () => {
    const { page, faults } = await openPage(browser, server.dashboard);
    await has(page, 'page', 'data-stance', 'hub');
    expect(await page.getByTestId('hub-name').textContent()).toBe(name);
    const began = Math.floor(Date.now() / 1000);
    const read = await readOff(page, 'throughput');
    await page.context().close();
    expect(read.size).toBeGreaterThanOrEqual(minute - 6);
    // What it read first was as old as a minute when it began, however long it took.
    const own = await ownCount(began - minute - 5, Math.floor(Date.now() / 1000));
    const byClock = new Map(
      own.map(({ second, ended }) => [new Date(second * 1000).toLocaleTimeString('en-GB'), ended]),
    );
    const other = [...read].filter(([at, value]) => byClock.get(at) !== value);
    expect(other.map(([at, value]) => ({ at, value, own: byClock.get(at) }))).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('shows its agents, tools and models', async () => {
    const kinds = new Set((await components(server, name)).map(({ kind }) => kind));
    expect([...kinds]).toEqual(expect.arrayContaining(['agent', 'tool', 'model']));
    expect((await hub(server, name))?.lag_ms).toBeLessThan(1500);
  });

  it('and its dashboard go on agreeing when a switch is turned where the page offers it', async () => {
    gallery = await Gallery.open(browser, server.dashboard);
    for (const page of gallery.pages) await has(page, 'page', 'data-stance', 'hub', 40_000);
    const [page] = gallery.pages;
    if (page === undefined) throw new Error('there is no page');
    await page.getByTestId('switch-offer').waitFor();
    await page.getByTestId('switch-cache').click();
    await page.locator('.marker span').filter({ hasText: 'cache on' }).first().waitFor();
    expect(await (await fetch(`${control}/switches`)).json()).toMatchObject({
      cache: true,
      balancing: false,
    });
    turned = Math.floor(Date.now() / 1000);
    await expectAgreement(turned, turned + 8);
    expect(await gallery.tooWide()).toEqual([]);
    await gallery.shoot('live');
    expect(untoward()).toEqual([]);
    expect(gallery.faults).toEqual([]);
  });

  it('sees the verdict arrive, and it is what its own log says', async () => {
    const [page] = gallery.pages;
    if (page === undefined) throw new Error('there is no page');
    await has(page, 'impact-throughput', 'data-verdict', 'improved', 120_000);
    expect(await page.getByTestId('against').textContent()).toContain('since cache on');
    const proven = await impact(server, name);
    const before = (await baselines(server, name)).find(({ id }) => id === proven.baseline_id);
    const rate = async (fromMs: number, toMs: number): Promise<number> => {
      const own = await ownCount(Math.ceil(fromMs / 1000), Math.ceil(toMs / 1000));
      return own.reduce((sum, { ended }) => sum + ended, 0) / own.length;
    };
    const own =
      (await rate(proven.since ?? 0, proven.until ?? 0)) / (await rate(before?.from ?? 0, before?.to ?? 0)) -
      1;
    const { low, high } = signalOf(proven, 'throughput');
    expect(own).toBeGreaterThan(low ?? Infinity);
    expect(own).toBeLessThan(high ?? -Infinity);
    await gallery.shoot('verdict');
  });

  it('and its dashboard say so when something is wrong', async () => {
    const trouble = new Feeder(server, {
      hub: name,
      instance: 'trouble',
      each: 6,
      failing: true,
      measured: false,
    });
    trouble.latencyMs = 2000;
    for (const page of gallery.pages) await has(page, 'hub', 'data-firing', 'true', 40_000);
    await viewer.frame('its rule for errors fires', ({ alerts }) =>
      alerts.some(({ state, threshold }) => state === 'firing' && threshold.name === 'High Error Rate'),
    );
    await gallery.shoot('alerting');
    expect(gallery.faults).toEqual([]);
    await trouble.stop();
  });

  it('stands on the page as it last was when the server is gone', async () => {
    server.process.kill('SIGKILL');
    for (const page of gallery.pages) await has(page, 'page', 'data-life', 'lost');
    for (const page of gallery.pages) {
      await eventually({ what: 'the data is seconds old', withinMs: 15_000 }, async () =>
        /[3-9] s/.test((await page.getByTestId('data-age').textContent({ timeout: 1000 })) ?? '')
          ? true
          : null,
      );
    }
    await gallery.shoot('disconnected');
    await gallery.close();
  });
});
