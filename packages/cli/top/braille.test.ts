import { describe, expect, it } from 'vitest';
import { plot, scaleOf } from './braille.js';

const drawn = (values: readonly (number | null)[], width: number, height: number, max = 1): string[] =>
  plot([{ values, style: 'plain' }], { min: 0, max }, width, height).map((line) =>
    line.map(({ text }) => text).join(''),
  );

describe('a curve of dots', () => {
  it('has the newest value at the right edge and the greatest at the top', () => {
    expect(drawn([0, 1], 1, 1)).toEqual(['⡜']);
    expect(drawn([0, 0, 0, 0], 2, 1)).toEqual(['⣀⣀']);
    expect(drawn([1, 1, 1, 1], 2, 1)).toEqual(['⠉⠉']);
  });

  it('leaves a gap where nothing is known, and joins nothing across it', () => {
    expect(drawn([0, 0, null, null, 0, 0], 3, 1)).toEqual(['⣀ ⣀']);
    expect(drawn([null, null], 2, 1)).toEqual(['  ']);
    expect(drawn([null, 0, null, null], 2, 1)).toEqual(['⢀ ']);
  });

  it('stays within its rows when a value is past the scale', () => {
    expect(drawn([5, 5], 1, 2)).toEqual(['⠉', ' ']);
  });

  it('shows the first curve where two meet', () => {
    const [line] = plot(
      [
        { values: [0, 0], style: 'latency' },
        { values: [0, 0], style: 'latency-high' },
      ],
      { min: 0, max: 1 },
      1,
      1,
    );
    expect(line).toEqual([{ text: '⣀', style: 'latency' }]);
  });
});

describe('a scale', () => {
  it('has round ends that hold all values, and none where nothing is known', () => {
    expect(scaleOf([[3, null, 877]], true)).toEqual({ min: 0, max: 1000 });
    expect(scaleOf([[0]], true)).toEqual({ min: 0, max: 1 });
    expect(scaleOf([[20]], true, 100)).toEqual({ min: 0, max: 100 });
    expect(scaleOf([[null]], true)).toBeNull();
  });

  it('shows what moves in a value that is far from zero', () => {
    const scale = scaleOf([[480, 490]], false);
    expect(scale?.min).toBeGreaterThan(400);
    expect(scale?.min).toBeLessThanOrEqual(480);
    expect(scale?.max).toBeGreaterThanOrEqual(490);
  });

  it.each([1e15, 1e-9, 0])('holds %d', (value) => {
    const scale = scaleOf([[value]], false);
    expect(scale?.max).toBeGreaterThan(scale?.min ?? Infinity);
  });
});
