import { describe, expect, it } from 'vitest';
import { sparkPath } from './sparkline.js';

describe('a sparkline', () => {
  it('breaks at a gap', () => {
    expect(sparkPath([1, 2, null, 3, 4], 5).line.match(/M/g)).toHaveLength(2);
    expect(sparkPath([1, 2, null, 3, 4], 5).area.match(/Z/g)).toHaveLength(2);
  });

  it('of a young hub stands at the right end', () => {
    expect(sparkPath([1, 2], 120).line).toMatch(/^M327\.\d .*L330\.0 /);
  });

  it('of nothing known is nothing', () => {
    expect(sparkPath([null, null], 120)).toEqual({ line: '', area: '' });
  });

  it('of a value that hardly moves lies flat', () => {
    const heights = [...sparkPath([100, 100.01, 100], 3).line.matchAll(/ (\d+\.\d)/g)].map(([, y]) =>
      Number(y),
    );
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(1);
  });
});
