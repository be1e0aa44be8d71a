import { describe, expect, it } from 'vitest';
import { labelEdges } from './threshold-labels.js';

describe('labels of thresholds', () => {
  it('stand at the edge where their lines are apart', () => {
    const apart = [
      { y: 20, words: 'alert above 400' },
      { y: 90, words: 'alert above 60' },
    ];
    expect(labelEdges(apart)).toEqual([0, 0]);
  });

  it('stand beside one another where their lines are close', () => {
    const close = [
      { y: 96, words: 'alert above 400' },
      { y: 107, words: 'alert above 60' },
      { y: 99, words: 'alert above 300' },
    ];
    const [first = NaN, second = NaN, third = NaN] = labelEdges(close);
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(6 * 'alert above 400'.length);
    expect(third).toBeGreaterThan(second + 6 * 'alert above 60'.length);
  });
});
