import type { ChangePoint, SignalInfo } from '@hubscope/core/wire';
import { describe, expect, it } from 'vitest';
import { besideRows } from './beside.js';
import { foundWords, markerName, momentsOf } from './moments.js';

const signals = [
  { name: 'latency', title: 'Latency', unit: 'ms', better: 'lower' },
  { name: 'memory', title: 'Memory', unit: 'MB', better: 'lower' },
] as unknown as readonly SignalInfo[];

const change = (at: number, signal: string, more: Partial<ChangePoint> = {}): ChangePoint => ({
  at,
  signal,
  before: 100,
  after: 80,
  change: 0.2,
  p: 1e-6,
  ...more,
});

describe('changes that were found', () => {
  it('of several signals at once are one moment, the newest first', () => {
    const found = momentsOf(
      [
        change(1_000_000, 'memory'),
        change(2_000_000, 'latency.p95'),
        change(2_030_000, 'memory', { change: 0.4, p: 0.0005 }),
      ],
      [],
      signals,
    );
    expect(found.map(({ at, changes }) => [at, changes.map(({ title }) => title)])).toEqual([
      [2_000_000, ['Memory', 'Latency P95']],
      [1_000_000, ['Memory']],
    ]);
  });

  it('are no suggestion where a marker stands already', () => {
    const markers = [{ at: 1_020_000, name: 'cache on' }];
    expect(momentsOf([change(1_000_000, 'memory')], markers, signals)[0]?.marker).toBe('cache on');
    expect(momentsOf([change(2_000_000, 'memory')], markers, signals)[0]?.marker).toBeNull();
  });

  it('are said with what was before and after, by how much, and how sure it is', () => {
    const [moment] = momentsOf([change(0, 'latency.p95', { change: -0.25, p: 0.0008 })], [], signals);
    if (moment?.changes[0] === undefined) throw new Error('none');
    expect(foundWords(moment.changes[0])).toEqual({
      title: 'Latency P95',
      beforeAfter: '100.0\u2009ms → 80.0\u2009ms',
      by: '−25.0\u2009%',
      verdict: 'regressed',
      chance: 'p < 0.001',
    });
    expect(markerName(moment)).toBe('Latency P95 100.0 ms → 80.0 ms');
  });
});

describe('what stands beside a verdict', () => {
  it('is how memory grows, and how evenly work lies', () => {
    const growth = { signal: 'memory', per_hour: 1.2, low: 1, high: 1.4, bound: 2 } as const;
    const rows = besideRows({
      stability: [
        { ...growth, over: 3600, state: 'growing', words: 'grows 1.2 MB an hour, 80 MB in about 26 h' },
        { ...growth, over: 86_400, state: 'stable', words: 'stable within 0.1 MB an hour' },
      ],
      balance: [
        { of: 'agents', count: 3, before: 2.1, after: 1.3, words: '' },
        { of: 'cores', count: 8, before: null, after: 1.05, words: '' },
      ],
    });
    expect(rows).toEqual([
      { of: 'Memory, an hour', words: 'Grows 1.2 MB an hour, 80 MB in about 26 h', state: 'growing' },
      { of: 'Memory, a day', words: 'Stable within 0.1 MB an hour', state: 'stable' },
      {
        of: 'Busiest ÷ mean',
        words: 'Agents 1.3\u2009× (2.1\u2009× before), cores 1.1\u2009×',
        state: null,
      },
    ]);
    const early = {
      ...growth,
      per_hour: null,
      low: null,
      high: null,
      bound: null,
      state: 'unknown',
    } as const;
    const unknown = [3600, 86_400].map((over) => ({ ...early, over, words: 'not yet known' }));
    expect(besideRows({ stability: unknown, balance: [] })).toHaveLength(1);
    expect(besideRows({ stability: [], balance: [] })).toEqual([]);
  });
});
