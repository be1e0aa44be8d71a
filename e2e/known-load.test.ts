import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage, type WatchedPage } from '../bench/harness/browser.js';
import { eventually, pause } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { PlainViewer, type PlainFrame } from '../bench/harness/viewer.js';
import { amounts, cpuIn, endedIn, fullSeconds, memoryIn } from './clients/expected.js';
import type { Ledger, LoadOrder } from './clients/ledger.js';
import { LoadClient } from './clients/run.js';
import { cardsShown, type CardsShown } from './pages/cards.js';

const seconds = 20;
const orders: readonly Omit<LoadOrder, 'otlp'>[] = [
  { hub: 'known-proto', encoding: 'proto', rate: 200, seconds, errors: 0.03, medianMs: 60, seed: 1 },
  { hub: 'known-json', encoding: 'json', rate: 150, seconds, errors: 0.1, medianMs: 9, seed: 2 },
];

/** One client, what it wrote down, and the last frame that covers all of it. */
interface Run {
  readonly viewer: PlainViewer;
  readonly ledger: Ledger;
  readonly frame: PlainFrame;
}

let server: Served;
let browser: Browser;
let watched: WatchedPage;
const clients: LoadClient[] = [];
const runs = new Map<string, Run>();
const onScreen: CardsShown[] = [];

/** Follows a client from its start until everything that it sent is on the wire. */
async function follow(order: Omit<LoadOrder, 'otlp'>): Promise<Run> {
  const viewer = await PlainViewer.connect(`${server.ws}?hub=${order.hub}`);
  const client = new LoadClient({ ...order, otlp: server.otlp });
  clients.push(client);
  const ledger = await client.ledger((seconds + 20) * 1000);
  const [, last] = fullSeconds(ledger);
  // The second after the last operation's is the first in which nothing ended.
  const idle = (last + 2) * 1000;
  const frame = await viewer.frame(`${order.hub}: a frame past its load`, ({ history }) =>
    history.some((point) => point.timestamp === idle && point['throughput_ops_sec'] === 0),
  );
  return { viewer, ledger, frame };
}

/** Reads the screen until it is told to stop. */
async function watchScreen(until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    onScreen.push(await cardsShown(watched.page));
    await pause(50);
  }
}

beforeAll(async () => {
  server = await serve();
  browser = await openBrowser();
  watched = await openPage(browser, `${server.dashboard}?hub=known-proto`);
  const enough = new AbortController();
  const watching = watchScreen(enough.signal);
  try {
    await Promise.all(
      orders.map(async (order) => {
        runs.set(order.hub, await follow(order));
      }),
    );
  } finally {
    enough.abort();
    await watching;
  }
});

afterAll(async () => {
  for (const { viewer } of runs.values()) viewer.close();
  await Promise.all(clients.map((client) => client.stop()));
  await browser.close();
  await server.process.stop();
});

function runOf(hub: string): Run {
  const run = runs.get(hub);
  if (run === undefined) throw new Error(`${hub} did not run`);
  return run;
}

/** Says how far a figure is from the true one, as a share of it. */
function off(shown: number | null | undefined, truth: number | null): number {
  if (shown === null || shown === undefined || truth === null) throw new Error('a figure is unknown');
  return Math.abs(shown - truth) / truth;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe.each(orders.map(({ hub, encoding }) => [encoding, hub] as const))(
  'a known load sent as %s',
  (_, hub) => {
    it('reads back with the throughput of each second to the operation', () => {
      const { ledger, frame } = runOf(hub);
      const [from, to] = fullSeconds(ledger);
      const sent: number[] = [];
      const read: unknown[] = [];
      for (let second = from; second <= to; second += 1) {
        sent.push(endedIn(ledger, second, second).length);
        read.push(frame.history.find(({ timestamp }) => timestamp === second * 1000)?.['throughput_ops_sec']);
      }
      expect(sent.length).toBeGreaterThanOrEqual(seconds - 2);
      expect(read).toEqual(sent);
    });

    it('reads back with the errors of each second', () => {
      const { ledger, frame } = runOf(hub);
      const [from, to] = fullSeconds(ledger);
      for (let second = from; second <= to; second += 1) {
        const point = frame.history.find(({ timestamp }) => timestamp === second * 1000);
        const { count, errors } = amounts(endedIn(ledger, second, second));
        expect(point?.['error_rate']).toBeCloseTo((100 * errors) / count, 4);
      }
      expect(amounts(ledger.operations).errors).toBeGreaterThan(0);
    });

    it('reads back with mean and P95 latency within 2 %, over all and over each second', () => {
      const { ledger, frame } = runOf(hub);
      const all = amounts(ledger.operations);
      expect(off(frame.summary['avg_latency'], all.mean)).toBeLessThan(0.02);
      expect(off(frame.summary['p95_latency'], all.p95)).toBeLessThan(0.02);
      const [from, to] = fullSeconds(ledger);
      for (let second = from; second <= to; second += 1) {
        const point = frame.history.find(({ timestamp }) => timestamp === second * 1000);
        const { mean, p95 } = amounts(endedIn(ledger, second, second));
        expect(off(point?.['latency_ms'], mean)).toBeLessThan(0.02);
        expect(off(point?.['latency_p95_ms'], p95)).toBeLessThan(0.02);
      }
    });

    it('reads back with its mean throughput over the frame within 2 %', () => {
      const { ledger, frame } = runOf(hub);
      const known = frame.history.filter((point) => point['throughput_ops_sec'] !== null);
      expect(off(frame.summary['avg_throughput'], ledger.operations.length / known.length)).toBeLessThan(
        0.02,
      );
    });

    it('reads back with the memory that it measured itself within 2 %, and the CPU within 5 %', () => {
      const { ledger, frame } = runOf(hub);
      const [from, to] = fullSeconds(ledger);
      const truth = { memory: [] as number[], cpu: [] as number[] };
      const read = { memory: [] as number[], cpu: [] as number[] };
      for (let second = from; second <= to; second += 1) {
        const point = frame.history.find(({ timestamp }) => timestamp === second * 1000);
        const [memory, cpu] = [memoryIn(ledger, second), cpuIn(ledger, second)];
        if (memory === null || cpu === null) continue;
        truth.memory.push(memory);
        truth.cpu.push(cpu);
        read.memory.push(point?.['memory_mb'] ?? NaN);
        read.cpu.push(point?.['cpu_utilization'] ?? NaN);
      }
      expect(truth.cpu.length).toBeGreaterThanOrEqual(seconds - 4);
      expect(off(meanOf(read.memory), meanOf(truth.memory))).toBeLessThan(0.02);
      // CPU is counted once a second, and a second closes before all of it was: what came later is in no second.
      expect(off(meanOf(read.cpu), meanOf(truth.cpu))).toBeLessThan(0.05);
    });
  },
);

describe('the browser', () => {
  it('shows in each second what the plain form says of it', async () => {
    const { viewer } = runOf('known-proto');
    type Figures = readonly (number | null | undefined)[];
    const said = viewer.frames
      .flatMap(({ history }) => history)
      .map((point): Figures => [
        point['throughput_ops_sec'],
        point['latency_ms'],
        point['memory_mb'],
        point['cpu_utilization'],
        point['error_rate'],
      ]);
    const shown = new Map(
      onScreen
        .filter(({ throughput }) => throughput !== null && throughput > 0)
        .map((cards): Figures => [cards.throughput, cards.latency, cards.memory, cards.cpu, cards.errorRate])
        .map((figures) => [JSON.stringify(figures), figures]),
    );
    // What comes late is unknown on the screen for a moment, and may be there already when the plain form says the same second.
    const agrees = (figures: Figures, point: Figures): boolean =>
      figures.every((figure, place) => figure === null || figure === point[place]);
    // One a second, less those that were amended or began between two looks.
    expect(shown.size).toBeGreaterThanOrEqual(seconds - 3);
    const unsaid = [...shown.values()].filter((figures) => !said.some((point) => agrees(figures, point)));
    expect(unsaid).toEqual([]);
    const whole = [...shown.values()].filter((figures) => !figures.includes(null));
    expect(whole.length).toBeGreaterThanOrEqual(seconds - 5);
    await eventually({ what: 'the screen shows the idle hub', withinMs: 5000 }, async () =>
      (await cardsShown(watched.page)).throughput === 0 ? true : null,
    );
    expect(watched.faults).toEqual([]);
  });
});

describe('a hub in which nothing ends any more', () => {
  it('goes on, second by second, with a throughput of 0', async () => {
    const { viewer, ledger } = runOf('known-proto');
    const [, last] = fullSeconds(ledger);
    // Longer than any silence that a stream of spans is forgiven.
    const later = last + 16;
    const { history } = await viewer.frame(
      'its seconds go on',
      (frame) =>
        frame.history.some(
          ({ timestamp, ...point }) => timestamp === later * 1000 && point['throughput_ops_sec'] === 0,
        ),
      25_000,
    );
    const idle = history.filter(
      ({ timestamp }) => timestamp >= (last + 2) * 1000 && timestamp <= later * 1000,
    );
    expect(idle.map((point) => point['throughput_ops_sec'])).toEqual(Array.from({ length: 15 }, () => 0));
    expect(idle.every((point) => (point['memory_mb'] ?? 0) > 0)).toBe(true);
  });
});
