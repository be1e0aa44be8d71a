import { describe, expect, it } from 'vitest';
import { cellMs, firstCell, stretchOf } from './cells.js';

const noon = Date.UTC(2026, 0, 2, 12, 3, 20);

describe('a cell of the strip', () => {
  it('is ten minutes of the clock, the last the one that runs', () => {
    expect(stretchOf(143, noon)).toEqual({
      from: Date.UTC(2026, 0, 2, 12, 0),
      to: Date.UTC(2026, 0, 2, 12, 10),
    });
    expect(stretchOf(0, noon).from).toBe(stretchOf(143, noon).from - 143 * cellMs);
  });

  it('is opened first where something was wrong last', () => {
    expect(firstCell(['up', 'down', 'up', 'mixed', 'unknown', 'up'])).toBe(141);
    expect(firstCell(['up', 'up'])).toBe(143);
    expect(firstCell([])).toBe(143);
  });
});
