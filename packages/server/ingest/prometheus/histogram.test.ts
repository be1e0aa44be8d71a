import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, WriteDoor } from './testing/door.js';
import type { SeriesLike } from './testing/messages.js';

let door: WriteDoor;
beforeEach(async () => {
  door = await WriteDoor.open();
});
afterEach(() => door.close());

const name = 'http_server_request_duration_seconds';
const labels = { instance: 'a', job: 'shop' };

/** One series of a classic histogram: a bucket by its bound, or the sum. */
function part(of: string, value: number, tick: number, start?: number): SeriesLike {
  const more = start === undefined ? {} : { created: start };
  const which = of === 'sum' ? { __name__: `${name}_sum` } : { __name__: `${name}_bucket`, le: of };
  return { labels: { ...labels, ...which }, samples: [{ value, timestamp: at(tick) }], ...more };
}

/** The whole of it: so many requests, all between 0.1 and 0.2 s. */
const classic = (count: number, tick: number, start?: number): SeriesLike[] => [
  part('0.1', 0, tick, start),
  part('0.2', count, tick, start),
  part('+Inf', count, tick, start),
  part('sum', 0.15 * count, tick, start),
];

/** The same as a native one. */
const native = (count: number, tick: number, start?: number): SeriesLike => ({
  labels: { ...labels, __name__: name },
  histograms: [
    {
      count_int: count,
      sum: 0.15 * count,
      schema: 3,
      positive_spans: [{ offset: -22, length: 1 }],
      positive_deltas: [count],
      timestamp: at(tick),
      ...(start === undefined ? {} : { start_timestamp: start }),
    },
  ],
});

/** The bound of a bucket; undefined of the sum. */
const boundOf = ({ labels: of }: SeriesLike): string | undefined =>
  new Map<string, string>(Object.entries(of)).get('le');

const throughput = (second: number): number | null => door.house.value('shop', second, 'throughput') ?? null;

/** How many requests were counted in the seconds from one to before another. */
function counted(from: number, to: number): number {
  let sum = 0;
  for (let second = from; second < to; second += 1) sum += throughput(second) ?? 0;
  return sum;
}

async function send(series: readonly SeriesLike[], status = 204): Promise<string> {
  const answer = await door.write(series, 2);
  expect(answer.statusCode).toBe(status);
  return answer.body;
}

/** Sends what `make` answers of each tick, a request for each list. */
async function play(ticks: readonly number[], make: (tick: number) => SeriesLike[][]): Promise<void> {
  for (const tick of ticks) {
    door.house.until(tick + 0.1);
    for (const series of make(tick)) await send(series);
  }
  door.house.until((ticks.at(-1) ?? 0) + 2);
}

const range = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, place) => from + place * step);

describe('where a process tells of a histogram both natively and by buckets', () => {
  it.each([
    ['before', (tick: number) => [[...classic(10 * tick, tick), native(10 * tick, tick)]]],
    ['after', (tick: number) => [[native(10 * tick, tick), ...classic(10 * tick, tick)]]],
    ['in requests before', (tick: number) => [classic(10 * tick, tick), [native(10 * tick, tick)]]],
  ])('what comes natively counts, once: buckets %s', async (_, make) => {
    await play(range(0, 20), make);
    for (const second of range(1, 19)) expect(throughput(second)).toBeCloseTo(10);
    expect(door.house.value('shop', 12, 'latency.p50')).toBeLessThanOrEqual(1000 * 2 ** (-22 / 8));
    expect(door.house.dropped('shop')).toEqual({});
  });

  it('takes over from buckets as soon as it comes, and nothing counts twice', async () => {
    const begun = at(-1);
    await play(range(0, 30), (tick) => [
      [
        ...classic(10 * (tick + 1), tick, begun),
        ...(tick >= 10 ? [native(10 * (tick + 1), tick, begun)] : []),
      ],
    ]);
    for (const second of range(0, 29)) expect(throughput(second)).toBeCloseTo(10);
  });

  it('buckets count again when nothing came natively for a while; what was before says nothing of it', async () => {
    await play(range(0, 30), (tick) => [
      [...classic(10 * tick, tick), ...(tick <= 5 ? [native(10 * tick, tick)] : [])],
    ]);
    for (const second of range(1, 5)) expect(throughput(second)).toBeCloseTo(10);
    // 10 s are waited for; the first buckets after that are what the next ones are subtracted from.
    expect(counted(5, 16)).toBe(0);
    for (const second of range(18, 29)) expect(throughput(second)).toBeCloseTo(10);
    expect(door.house.dropped('shop')).toEqual({});
  });

  it('is waited for three of its intervals', async () => {
    await play(range(0, 60, 5), (tick) => [
      [...classic(10 * tick, tick), ...(tick <= 20 ? [native(10 * tick, tick)] : [])],
    ]);
    expect(counted(20, 40)).toBe(0);
    expect(throughput(32)).toBeNull();
    for (const second of range(45, 55)) expect(throughput(second)).toBeCloseTo(10);
  });

  it('buckets alone that count anew, after a restart that switched it off, count from the start that they tell', async () => {
    await play(range(0, 30), (tick) => {
      if (tick <= 5) return [[native(1000 + 10 * tick, tick, at(-100))]];
      return [classic(40 * (tick - 5.5), tick, at(5.5))];
    });
    for (const second of range(1, 5)) expect(throughput(second)).toBeCloseTo(10);
    for (const second of range(18, 29)) expect(throughput(second)).toBeCloseTo(40);
    // All that the new one served, and no more.
    expect(counted(5, 29)).toBeCloseTo(40 * 23.5, 0);
  });

  it('that comes back counts again, and none twice', async () => {
    const gone = (tick: number): boolean => tick > 5 && tick < 30;
    await play(range(0, 40), (tick) => [
      [...classic(10 * tick, tick), ...(gone(tick) ? [] : [native(10 * tick, tick, at(-1))])],
    ]);
    for (const second of range(18, 39)) expect(throughput(second)).toBeCloseTo(10);
    expect(counted(0, 39)).toBeLessThanOrEqual(390);
  });

  it('that comes late for what its buckets told is no fault, and counts once', async () => {
    // The shard of the native one is 4 s behind.
    await play(range(0, 30), (tick) => [
      classic(10 * tick, tick),
      tick < 4 ? [] : [native(10 * (tick - 4), tick - 4)],
    ]);
    door.house.until(36);
    for (const second of range(8, 25)) expect(throughput(second)).toBeCloseTo(10);
    expect(counted(0, 30)).toBeLessThanOrEqual(300);
    expect(door.house.dropped('shop')).toEqual({});
  });

  it('with a time that is yet to come does not put an end to buckets', async () => {
    await play([0, 1, 2], (tick) => [classic(10 * tick, tick)]);
    expect(await send([native(30, 1000)], 400)).toContain('future: 1');
    await play(range(3, 8), (tick) => [classic(10 * tick, tick)]);
    for (const second of range(1, 7)) expect(throughput(second)).toBeCloseTo(10);
  });
});

it('a native histogram whose zero bucket the client widens counts on', async () => {
  const half = (tick: number): number => 500 + 5 * tick;
  await play(range(0, 10), (tick) => {
    const wide = tick >= 5;
    const buckets = wide
      ? { zero_count_int: half(tick), zero_threshold: 2 ** (-26 / 8), positive_deltas: [half(tick)] }
      : { zero_threshold: 2 ** -128, positive_deltas: [half(tick), 0] };
    const positive_spans = [{ offset: wide ? -25 : -26, length: wide ? 1 : 2 }];
    const counts = { count_int: 2 * half(tick), sum: 0.2 * half(tick), schema: 3, timestamp: at(tick) };
    return [
      [{ labels: { ...labels, __name__: name }, histograms: [{ ...counts, ...buckets, positive_spans }] }],
    ];
  });
  for (const second of range(1, 9)) expect(throughput(second)).toBeCloseTo(10);
});

describe('the buckets of one scrape', () => {
  /** What two shards send at once of the ticks since the last time: each so many scrapes in one request. */
  const shards = (first: string[], ticks: number[]): [SeriesLike[], SeriesLike[]] => {
    const [mine, others]: [SeriesLike[], SeriesLike[]] = [[], []];
    for (const tick of ticks)
      for (const series of classic(10 * tick, tick)) {
        (first.includes(boundOf(series) ?? 'sum') ? mine : others).push(series);
      }
    return [mine, others];
  };

  it.each([
    ['the last bucket', ['+Inf']],
    ['the first bucket', ['0.1']],
    ['the buckets', ['0.1', '0.2', '+Inf']],
    ['one of the buckets', ['0.2']],
    ['no sum', ['0.2', '+Inf']],
  ])('are put together from two shards that send five at once, the first %s', async (_, first) => {
    for (let tick = 0; tick < 40; tick += 5) {
      door.house.until(tick + 4.1);
      const [mine, others] = shards(first, range(tick, tick + 5));
      for (const series of [mine, others]) await send(series);
    }
    door.house.until(42);
    // The first ones may have to tell which buckets there are.
    for (const second of range(6, 39)) {
      expect(throughput(second)).toBeCloseTo(10);
      expect(door.house.value('shop', second, 'latency.mean')).toBeCloseTo(150);
      expect(door.house.value('shop', second, 'latency.p50')).toBeGreaterThan(100);
    }
    expect(door.house.dropped('shop')).toEqual({});
  });

  it('are put together whichever shard is ahead, and however its request is ordered', async () => {
    await play([0, 1, 2], (tick) => [classic(10 * tick, tick)]);
    for (let tick = 3; tick < 30; tick += 3) {
      door.house.until(tick + 2.1);
      const [mine, others] = shards(tick % 2 === 0 ? ['0.1'] : ['+Inf', 'sum'], range(tick, tick + 3));
      const bySeries = others.sort((a, b) =>
        JSON.stringify(a.labels).localeCompare(JSON.stringify(b.labels)),
      );
      for (const series of tick % 4 === 0 ? [mine, bySeries] : [bySeries, mine]) await send(series);
    }
    door.house.until(32);
    for (const second of range(1, 29)) expect(throughput(second)).toBeCloseTo(10);
    expect(door.house.dropped('shop')).toEqual({});
  });

  it('that never come whole are refused, and counted in the next', async () => {
    await play(range(0, 4), (tick) => [classic(10 * tick, tick)]);
    door.house.until(4.1);
    await send(classic(40, 4).filter((series) => boundOf(series) !== '0.2'));
    door.house.until(5.1);
    expect(await send(classic(50, 5), 400)).toContain('bad_number: 1');
    await play(range(6, 10), (tick) => [classic(10 * tick, tick)]);
    for (const second of range(1, 9)) expect(throughput(second)).toBeCloseTo(10);
    expect(door.house.dropped('shop')).toEqual({ bad_number: 1 });
  });

  it('are refused where they come after the next ones are whole', async () => {
    await play(range(0, 3), (tick) => [classic(10 * tick, tick)]);
    await play([4], (tick) => [classic(10 * tick, tick)]);
    expect(await send([part('0.2', 30, 3)], 400)).toContain('out_of_order: 1');
    expect((await door.write([part('0.2', 40, 4)], 2)).statusCode).toBe(204);
    expect(door.house.dropped('shop')).toEqual({ out_of_order: 1, duplicate: 1 });
  });

  it('are waited for in eight scrapes at once', async () => {
    await play([0, 1], (tick) => [classic(0, tick)]);
    const without = (tick: number): SeriesLike[] =>
      classic(10 * tick, tick).filter((series) => boundOf(series) !== '+Inf');
    door.house.until(21.1);
    const body = await send(range(2, 22).flatMap(without), 400);
    expect(body).toContain('bad_number: 12');
    const late = await send(
      range(2, 22).map((tick) => part('+Inf', 10 * tick, tick)),
      400,
    );
    expect(late).toContain('out_of_order: 12');
    door.house.until(24);
    for (const second of range(14, 21)) expect(throughput(second)).toBeCloseTo(10);
    expect(counted(0, 22)).toBeCloseTo(210);
  });

  it('may be fewer or more from a restart on: counted on, and once', async () => {
    await play(range(0, 10), (tick) => [classic(10 * tick, tick)]);
    await play(range(10, 30), (tick) => [
      classic(20 * (tick - 9), tick).filter((series) => boundOf(series) !== '0.1'),
    ]);
    for (const second of range(11, 29)) expect(throughput(second)).toBeCloseTo(20);
    await play(range(30, 40), (tick) => [
      [...classic(30 * (tick - 29), tick), part('0.3', 30 * (tick - 29), tick)],
    ]);
    for (const second of range(31, 39)) expect(throughput(second)).toBeCloseTo(30);
    expect(door.house.dropped('shop')).toEqual({});
  });

  it('with a time that is yet to come are refused, and those after them are not', async () => {
    await play([0, 1, 2], (tick) => [classic(10 * tick, tick)]);
    expect(await send(classic(30, 1000), 400)).toContain('future: 4');
    await play(range(3, 8), (tick) => [classic(10 * tick, tick)]);
    for (const second of range(1, 7)) expect(throughput(second)).toBeCloseTo(10);
  });
});
