import { fromOutside } from '@hubscope/core/distribution';
import { describe, expect, it } from 'vitest';
import { WatchedIntake } from './testing/intake.js';
import { attributesOf, metricsOf, post } from './testing/request.js';

const timeUnixNano = '1700000000000000000';
const startTimeUnixNano = '1699999999000000000';
const name = 'http.server.request.duration';

/** What points of one metric became: how many were taken, and what was dropped. */
async function taken(metric: object): Promise<[number, string[]]> {
  const watched = new WatchedIntake();
  const { status } = await post(watched, '/v1/metrics', metricsOf([{ name, ...metric }]));
  expect(status).toBe(200);
  return [watched.taken.length, watched.drops];
}

const cumulative = { aggregationTemporality: 2 };

const bad = [0, ['shop bad_number 1']];
const good = [1, []];

describe('an exponential histogram', () => {
  const point = (rest: object): object => ({
    exponentialHistogram: {
      aggregationTemporality: 1,
      dataPoints: [{ startTimeUnixNano, timeUnixNano, ...rest }],
    },
  });
  const positive = (offset: number, ...bucketCounts: (number | string)[]): object => ({
    offset,
    bucketCounts,
  });

  it.each([
    ['of usual buckets', { scale: 6, positive: positive(-640, 1, 0, 2) }, good],
    ['without buckets, wherever they would begin', { scale: 6, positive: positive(2 ** 31 - 1) }, good],
    ['of the least doubles', { scale: 0, positive: positive(-1075, 1) }, good],
    ['of the least doubles, coarsely', { scale: -10, positive: positive(-2, 1) }, good],
    ['below the least doubles', { scale: 0, positive: positive(-1076, 1) }, bad],
    ['of a scale and an offset beyond doubles', { scale: 6, positive: positive(2 ** 31 - 1, 1) }, bad],
    ['far below them', { scale: 6, positive: positive(-(2 ** 31), 1) }, bad],
    ['beyond what is measured, coarsely', { scale: -10, positive: positive(1, 1) }, bad],
    ['whose last bucket stands beyond', { scale: -5, positive: positive(10, 1, 0, 1) }, bad],
    ['too fine', { scale: 21, positive: positive(0, 1) }, bad],
    ['too coarse', { scale: -11, positive: positive(0, 1) }, bad],
    ['with a count below zero', { scale: 0, positive: positive(0, '-1') }, bad],
    ['with more zeros than can be counted', { scale: 0, zeroCount: '9007199254740993' }, bad],
    [
      'with more values than can be counted',
      { scale: 0, positive: positive(0, ...Array<string>(3).fill('4503599627370496')) },
      bad,
    ],
    ['of too many buckets', { scale: 20, positive: positive(0, ...Array<number>(10_001).fill(1)) }, bad],
    ['of a sum beyond what is measured', { scale: 0, positive: positive(0, 1), sum: 1e306 }, bad],
    ['of a maximum below zero', { scale: 0, positive: positive(0, 1), max: -1 }, bad],
  ])('%s', async (_, rest, became) => {
    expect(await taken(point(rest))).toEqual(became);
  });
});

describe('a histogram with bounds', () => {
  const point = (rest: object): object => ({
    histogram: { aggregationTemporality: 1, dataPoints: [{ startTimeUnixNano, timeUnixNano, ...rest }] },
  });

  it.each([
    ['of usual bounds', { explicitBounds: [0.1, 1], bucketCounts: ['1', '2', '0'] }, good],
    // In ms it would be infinite, and spread over buckets without end.
    ['of a bound near the end of doubles', { explicitBounds: [1e308], bucketCounts: ['1', '0'] }, bad],
    [
      'with more values than can be counted',
      { explicitBounds: [1], bucketCounts: ['18446744073709551615', '0'] },
      bad,
    ],
    [
      'of more bounds than anybody has',
      {
        explicitBounds: Array.from({ length: 10_001 }, (_, at) => at),
        bucketCounts: Array<string>(10_002).fill('0'),
      },
      bad,
    ],
    [
      'that is longest, but within bounds',
      {
        explicitBounds: Array.from({ length: 9999 }, (_, at) => at),
        bucketCounts: Array<string>(10_000).fill('0'),
      },
      good,
    ],
  ])('%s', async (_, rest, became) => {
    expect(await taken(point(rest))).toEqual(became);
  });
});

describe('a histogram without bounds', () => {
  const usage = 'gen_ai.client.token.usage';

  /** What its points became: of each signal that took it its count and sum, and what was dropped. */
  async function became(metric: string, temporality: number, ...points: object[]): Promise<unknown[]> {
    const watched = new WatchedIntake();
    const dataPoints = points.map((rest, at) => ({
      startTimeUnixNano,
      timeUnixNano: String(1_700_000_000 + at).concat('000000000'),
      attributes: attributesOf({ 'gen_ai.token.type': 'input' }),
      ...rest,
    }));
    const histogram = { aggregationTemporality: temporality, dataPoints };
    await post(watched, '/v1/metrics', metricsOf([{ name: metric, histogram }]));
    const took = watched.taken.map((each) => {
      if (each.type !== 'metric' || each.value.form !== 'histogram')
        throw new Error('it became another thing');
      const distribution = fromOutside(each.value.histogram, 1);
      return [each.mapping.signal, distribution.count, distribution.sum, distribution.quantile(0.95)];
    });
    return [took, watched.drops];
  }

  const forms: [string, (count: number, rest: object) => object][] = [
    ['and without buckets', (count, rest) => ({ count: String(count), ...rest })],
    [
      'and of one bucket',
      (count, rest) => ({ count: String(count), bucketCounts: [String(count)], ...rest }),
    ],
  ];
  const ways = forms.flatMap(([form, point]) => [
    [form, 'delta', 1, point] as const,
    [form, 'cumulative', 2, point] as const,
  ]);

  it.each(ways)(
    '%s (%s) is no duration: where its values lie is unknown',
    async (_form, _way, kind, point) => {
      const refused = [[], ['shop bad_number 1']];
      expect(await became(name, kind, point(20, { sum: 4 }))).toEqual(refused);
      expect(await became(name, kind, point(20, { sum: 4, min: 0.1, max: 2 }))).toEqual(refused);
      expect(await became('gen_ai.server.time_to_first_token', kind, point(20, { sum: 4 }))).toEqual(refused);
      // Else seconds of one operation would be taken, and those of more be refused.
      expect(await became(name, kind, point(1, { sum: 0.2, min: 0.2, max: 0.2 }))).toEqual(refused);
    },
  );

  it.each(ways)('%s (%s) gives signals that are sums its sum', async (_form, _way, kind, point) => {
    const [took, drops] = await became(usage, kind, point(20, { sum: 400, min: 1, max: 90 }));
    expect(took).toEqual([['tokens_in', 20, 400, expect.any(Number) as number]]);
    expect(drops).toEqual([]);
    expect(await became(usage, kind, point(0, { sum: 0 }))).toEqual([[['tokens_in', 0, 0, null]], []]);
    expect(await became(usage, kind, point(20, {}))).toEqual([[], ['shop bad_number 1']]);
  });

  it('has as many values as its bucket holds, and no other number of buckets than one', async () => {
    expect(await became(usage, 1, { count: '2', bucketCounts: ['1', '1'], sum: 0 })).toEqual([
      [],
      ['shop bad_number 1'],
    ]);
    expect(await became(usage, 1, { explicitBounds: [1], count: '2', sum: 0 })).toEqual([
      [],
      ['shop bad_number 1'],
    ]);
    expect(await became(usage, 1, { count: '18446744073709551615', sum: 0 })).toEqual([
      [],
      ['shop bad_number 1'],
    ]);
  });
});

describe('a number', () => {
  const sum = (...dataPoints: object[]): object => ({
    sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints },
  });

  it.each([
    [1e100, good],
    [1e101, bad],
    [-1, bad],
  ])('of a sum, %d', async (asDouble, became) => {
    expect(await taken(sum({ timeUnixNano, asDouble }))).toEqual(became);
  });

  it('that began when it was read, or later, began nobody knows when', async () => {
    const watched = new WatchedIntake();
    const starts = [startTimeUnixNano, timeUnixNano, '1700000001000000000'];
    const points = starts.map((each) => ({ startTimeUnixNano: each, timeUnixNano, asDouble: 1 }));
    await post(watched, '/v1/metrics', metricsOf([{ name, ...sum(...points) }]));
    expect(watched.taken).toMatchObject([{ start: 1_699_999_999_000 }, { start: null }, { start: null }]);
  });
});

it('a metric whose points stand in several fields is taken whole, and what no signal is made from is counted', async () => {
  const gauge = {
    dataPoints: [
      { timeUnixNano, asDouble: 1 },
      { timeUnixNano, asDouble: 2 },
    ],
  };
  const histogram = {
    aggregationTemporality: 1,
    dataPoints: [{ timeUnixNano, explicitBounds: [1], bucketCounts: ['1', '0'] }],
  };
  const summary = { dataPoints: [{}, {}] };
  expect(await taken({ gauge, histogram, summary })).toEqual([3, ['shop unmapped 2']]);
  const watched = new WatchedIntake();
  await post(watched, '/v1/metrics', metricsOf([{ name: 'nobody.reads', gauge, histogram, summary }]));
  expect([watched.taken, watched.drops]).toEqual([[], ['shop unmapped 5']]);
});

describe('a point that says that it has no value', () => {
  const flags = 1;
  const at = (second: number): string => String(1_700_000_000 + second).concat('000000000');
  const buckets = { explicitBounds: [1], bucketCounts: ['1', '0'], count: '1', sum: 0.5 };
  const exponential = { scale: 0, positive: { offset: 0, bucketCounts: ['1'] }, count: '1', sum: 1.5 };
  const kinds: [string, object, (dataPoints: object[]) => object][] = [
    ['gauge', { asDouble: 7 }, (dataPoints) => ({ gauge: { dataPoints } })],
    ['sum', { asInt: '7' }, (dataPoints) => ({ sum: { ...cumulative, isMonotonic: true, dataPoints } })],
    ['histogram', buckets, (dataPoints) => ({ histogram: { ...cumulative, dataPoints } })],
    [
      'exponential histogram',
      exponential,
      (dataPoints) => ({ exponentialHistogram: { ...cumulative, dataPoints } }),
    ],
    [
      'metric whose points stand in several fields',
      { asDouble: 7 },
      (dataPoints) => ({ gauge: { dataPoints }, sum: { ...cumulative, dataPoints: [] } }),
    ],
  ];

  it.each(kinds)('is a gap in a %s, whatever else it says, and no loss', async (kind, value, metric) => {
    const watched = new WatchedIntake();
    const points = [
      value,
      { ...value, flags },
      { flags },
      { ...value, flags: 3 },
      value,
      { ...value, flags: 2 },
    ];
    const dataPoints = points.map((each, second) => ({ timeUnixNano: at(second), ...each }));
    const answer = await post(watched, '/v1/metrics', metricsOf([{ name, ...metric(dataPoints) }]));
    expect([answer.body, watched.drops]).toEqual(['{}', []]);
    const times = watched.taken.map((each) => (each.type === 'metric' ? each.time - 1.7e12 : NaN));
    expect(times).toEqual([0, 4000, 5000]);
    // A state would else go on to its next value.
    const states = kind === 'gauge' || kind.startsWith('metric whose');
    expect(watched.unknownAt.map((time) => time - 1.7e12)).toEqual(states ? [1000, 2000, 3000] : []);
  });
});
