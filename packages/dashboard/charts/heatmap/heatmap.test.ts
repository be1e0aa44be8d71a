import { describe, expect, it } from 'vitest';
import { plotPadding } from '../plot.js';
import { bandsOf, columnAt, heatmapOf, rowAt, rowOf, startOf } from './heatmap.js';
import { boundLabels, cellWords, heatmapSummary } from './words.js';

const bounds = [10, 20, 50, 100, 200];
const counts = [[4, 0, 0, 1], null, [5, 1, 0, 0], [0, 0, 0, 0]];
const heatmap = { from: 1000, step: 10, bounds, counts, unit: 'ms', resolution: 'exact' } as const;

describe('a heatmap', () => {
  it('places a value among rows by its logarithm, and what lies outside at the end', () => {
    expect([10, 20, 100, 200].map((value) => rowOf(value, bounds))).toEqual([0, 1, 3, 4]);
    expect(rowOf(Math.sqrt(10 * 20), bounds)).toBeCloseTo(0.5, 9);
    expect([1, 5000].map((value) => rowOf(value, bounds))).toEqual([0, 4]);
    expect([0, 5, 20].map((value) => rowOf(value, [0, 10, 20]))).toEqual([0, 0.5, 2]);
    expect(rowOf(5, [])).toBe(0);
  });

  it('finds the row under a pointer', () => {
    const height = plotPadding.top + 100 + plotPadding.bottom;
    expect([0, 1, 26, 51, 99].map((y) => rowAt(y + plotPadding.top, height, 4))).toEqual([null, 3, 2, 1, 0]);
    expect(rowAt(height, height, 4)).toBeNull();
  });

  it('finds the column under the cursor: a second stands around its moment, a longer step over its time', () => {
    expect([999, 1000, 1009.9, 1039, 1040].map((at) => columnAt(heatmap, at))).toEqual([-1, 0, 0, 3, -1]);
    const seconds = { ...heatmap, step: 1 };
    expect(startOf(seconds, 2)).toBe(1001.5);
    expect([999.4, 999.6, 1000.4, 1000.6].map((at) => columnAt(seconds, at))).toEqual([-1, 0, 0, 1]);
  });

  it('labels round bounds, as many as there is room for, each in its own step of the unit', () => {
    const words = (of: readonly number[], most: number) =>
      boundLabels(of, 'ms', most).map(({ row, words: each }) => `${String(row)}: ${each}`);
    expect(words([20, 25, 32, 40, 50, 63, 79, 100], 5)).toEqual(['0: 20', '4: 50', '7: 100']);
    expect(words([100, 200, 500, 1000, 2000, 5000], 6).slice(2, 4)).toEqual([
      '2: 500\u2009ms',
      '3: 1\u2009s',
    ]);
    expect(words([10, 20, 50, 100, 200, 500, 1000], 3)).toEqual(['0: 10', '3: 100', '6: 1\u2009s']);
    expect(words([20, 21.1, 22.2, 23.4], 2)).toEqual(['0: 20', '2: 22.2']);
  });

  it('says what is under the cursor', () => {
    expect(cellWords(heatmap, 0, 0, '14:02:11')).toBe('14:02:11, 10–20\u2009ms: 4 operations');
    expect(cellWords(heatmap, 0, 3, '14:02:11')).toBe('14:02:11, 100–200\u2009ms: 1 operation');
    expect(cellWords(heatmap, 0, null, '14:02:11')).toBe('14:02:11: 5 operations');
    expect(cellWords(heatmap, 1, 0, '14:02:21')).toBe('14:02:21: not known');
  });

  it('tells its bands, and in a sentence what it shows', () => {
    expect(bandsOf(heatmap)).toEqual([
      { low: 10, high: 50, count: 10 },
      { low: 100, high: 200, count: 1 },
    ]);
    expect(heatmapSummary('Latency', heatmap, 'last 60 seconds')).toBe(
      'Latency as a heatmap, last 60 seconds: 11 operations, most at 10–50\u2009ms (10 operations) and 100–200\u2009ms (1 operation)',
    );
    const none = { bounds: [], counts: [[], null], unit: 'ms' };
    expect(heatmapSummary('Latency', none, '5 min in sight')).toBe(
      'Latency as a heatmap, 5 min in sight: 0 operations',
    );
  });

  it('takes an answer of the server, and nothing else', () => {
    expect(heatmapOf({ ...heatmap, from: 1_000_000, step: 10_000 })).toEqual(heatmap);
    for (const body of [null, [], { from: 0 }, { ...heatmap, counts: 'x' }])
      expect(() => heatmapOf(body)).toThrow();
  });
});
