import { expect, it } from 'vitest';
import { csvOf } from './csv.js';

const line = { width: 1, strength: 1 };
const at = Date.UTC(2024, 4, 5, 14, 0, 0) / 1000;

it('a chart as CSV has a row a value, times in UTC, and nothing where nothing is known', () => {
  const spec = {
    lines: [
      { ...line, column: 'latency.p50' },
      { ...line, column: 'latency.p99' },
    ],
  } as const;
  const frame = {
    xs: [at, at + 1],
    lines: [
      [1.5, null],
      [9, 0],
    ],
    spread: null,
  };
  expect(csvOf(spec, frame, 'ms')).toBe(
    'time,latency.p50 (ms),latency.p99 (ms)\r\n2024-05-05T14:00:00.000Z,1.5,9\r\n2024-05-05T14:00:01.000Z,,0\r\n',
  );
});

it('it has the extremes of longer steps, and a name that needs quotes is in quotes', () => {
  const spec = { lines: [{ ...line, column: 'x', name: 'busy of agent:"a",b' }] } as const;
  const frame = { xs: [at], lines: [[2]], spread: { least: [1], greatest: [3] } };
  expect(csvOf(spec, frame, '').split('\r\n')).toEqual([
    'time,"busy of agent:""a"",b","least busy of agent:""a"",b","greatest busy of agent:""a"",b"',
    '2024-05-05T14:00:00.000Z,2,1,3',
    '',
  ]);
});

it('a name that a spreadsheet would run is made text, and numbers below zero stay numbers', () => {
  const spec = { lines: [{ ...line, column: 'x', name: '=1+1' }] } as const;
  const frame = { xs: [at], lines: [[-2]], spread: null };
  expect(csvOf(spec, frame, '')).toBe("time,'=1+1\r\n2024-05-05T14:00:00.000Z,-2\r\n");
});
