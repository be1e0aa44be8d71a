import { describe, expect, it } from 'vitest';
import { blocksOf, sumWords, troubleLines } from './uptime-words.js';

describe('the seconds of ten minutes', () => {
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
