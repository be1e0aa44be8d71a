import { describe, expect, it } from 'vitest';
import { blocksOf, cellMs, firstCell, stretchOf, sumWords, troubleLines } from './cells.js';

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

describe('its seconds', () => {
  const from = Date.UTC(2026, 0, 2, 12, 0);
  const runs = [
    { from, seconds: 90, state: 'up' as const },
    { from: from + 90_000, seconds: 45, state: 'down' as const },
    { from: from + 135_000, seconds: 5, state: 'silent' as const },
  ];

  it('are cut at minutes', () => {
    expect(blocksOf({ from, runs })).toEqual([
      { row: 0, column: 0, length: 60, state: 'up' },
      { row: 1, column: 0, length: 30, state: 'up' },
      { row: 1, column: 30, length: 30, state: 'down' },
      { row: 2, column: 0, length: 15, state: 'down' },
      { row: 2, column: 15, length: 5, state: 'silent' },
    ]);
  });

  it('are summed and told by what was not well', () => {
    expect(sumWords(runs)).toBe('down 45 s · silent 5 s · up 1 min');
    expect(troubleLines(runs)).toHaveLength(2);
    expect(troubleLines(runs)[0]).toMatch(/^\d\d:01:30 down for 45 s$/);
  });
});
