import { hubId, SignalTable, valueOf, type Point } from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import { HubscopeError } from '@hubscope/core/wire';
import { describe, expect, it } from 'vitest';
import { parseCsv, parseJsonLines, parsePrometheus, type Parsed } from './parse.js';
import { pointsOf } from './points.js';

const table = new SignalTable();
const now = millis(1_700_000_100_000);

const taken = ({ columns, rows }: Parsed): readonly Point[] =>
  pointsOf(table, hubId('shop'), columns, rows, now).points;

/** Each point as its second and the value of a column. */
function read(points: readonly Point[], name = 'throughput'): [number, number | null][] {
  const column = table.column(name) ?? expect.fail(name);
  return points.map((point) => [point.second, valueOf(point, column)]);
}

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof HubscopeError && error.code === 'invalid_import') return error.message;
    throw error;
  }
  return expect.fail('it was taken');
}

describe('a CSV file', () => {
  it.each([
    ['with lines that end in all three ways', 'time,throughput\r\n1700000000,1\n1700000001,2\r\n'],
    ['with lines that end as on an old Mac', 'time,throughput\r1700000000,1\r1700000001,2'],
    ['with a byte-order mark', '\uFEFFtime,throughput\n1700000000,1\n1700000001,2\n'],
    ['with times out of order', 'time,throughput\n1700000001,2\n1700000000,1\n'],
    ['with ISO dates', 'time,throughput\n2023-11-14T22:13:20Z,1\n2023-11-14T22:13:21.000Z,2\n'],
    [
      'with milliseconds, blanks and empty lines',
      'time, throughput\n1700000000000 , 1\n\n1700000001000,2\n\n',
    ],
  ])('%s is taken', (_, text) => {
    expect(read(taken(parseCsv(text)))).toEqual([
      [1_700_000_000, 1],
      [1_700_000_001, 2],
    ]);
  });

  it('has nulls where cells are empty, and components where they are named', () => {
    const text = 'time,component,throughput,memory\n1700000000,,,5\n1700000000,agent:planner,3,\n';
    const points = taken(parseCsv(text));
    expect(points.map(({ component }) => component)).toEqual([null, 'agent:planner']);
    expect(read(points)).toEqual([
      [1_700_000_000, null],
      [1_700_000_000, 3],
    ]);
  });

  it.each([
    ['a column that is no signal', 'time,nonsense\n1700000000,1\n', 'The column "nonsense" is no signal'],
    ['no column of time', 'at,throughput\n1700000000,1\n', 'no column "time"'],
    ['only columns that can not be taken in', 'time,latency.p95\n1700000000,1\n', 'No column is a signal'],
    [
      'a second twice',
      'time,throughput\n1700000000,1\n1700000000.4,2\n',
      'Line 3: its second is there already',
    ],
    ['1e308', 'time,throughput\n1700000000,1\n1700000001,1e308\n', 'Line 3: throughput is out of range'],
    ['an infinite number', 'time,throughput\n1700000000,Infinity\n', 'Line 2: throughput is out of range'],
    ['a text for a number', 'time,throughput\n1700000000,many\n', 'Line 2: throughput is no number'],
    ['a negative time to answer', 'time,latency\n1700000000,-1\n', 'Line 2: latency is negative'],
    ['a text for a time', 'time,throughput\nyesterday,1\n', 'Line 2: "yesterday" is no time'],
    ['a time that is to come', 'time,throughput\n1800000000,1\n', 'Line 2: its time lies in the future'],
    [
      'a time before 1970',
      'time,throughput\n1950-01-01,1\n',
      'Line 2: its time lies in the future or before',
    ],
    ['a row that is cut off', 'time,throughput\n1700000000,1\n17000\n', 'Nothing was imported'],
    ['a component of no kind', 'time,component,throughput\n1700000000,x,1\n', 'Line 2: "x" is no component'],
    ['nothing but its header', 'time,throughput\n', 'There is no row'],
    ['nothing at all', '', 'There is no row'],
    ['bytes that are no text', '\u0000\u0001\u0002PAR1', 'Nothing was imported'],
  ])('with %s is refused, and the refusal says why', (_, text, why) => {
    const said = refusal(() => taken(parseCsv(text)));
    expect(said).toContain(why);
    expect(said).toContain('Nothing was imported');
  });
});

describe('JSON Lines', () => {
  it('are taken, a line a second', () => {
    const text = '{"time":1700000000,"throughput":1}\r\n\n{"time":1700000001000,"throughput":null}\n';
    expect(read(taken(parseJsonLines(text)))).toEqual([
      [1_700_000_000, 1],
      [1_700_000_001, null],
    ]);
  });

  it.each([
    ['a line that is cut off', '{"time":1700000000,"throughput":1}\n{"time":17000', 'Line 2 is no JSON'],
    ['a line that is no object', '[1,2]\n', 'Line 1 is no object of numbers'],
    ['an object within', '{"time":1700000000,"throughput":{"a":1}}\n', 'Line 1 is no object of numbers'],
  ])('with %s are refused', (_, text, why) => {
    expect(refusal(() => taken(parseJsonLines(text)))).toContain(why);
  });
});

describe('the answer of query_range', () => {
  const answer = (...result: unknown[]): string =>
    JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
  const series = (...values: [number, string][]): unknown => ({ metric: { __name__: 'memory' }, values });

  it('is one signal, in its unit, with a gap where Prometheus has NaN', () => {
    const text = answer(series([1_700_000_000, '2e6'], [1_700_000_001, 'NaN']));
    expect(read(taken(parsePrometheus(text, 'memory', 1e-6)), 'memory')).toEqual([
      [1_700_000_000, 2],
      [1_700_000_001, null],
    ]);
  });

  it.each([
    ['no JSON', '<html>', 'no JSON'],
    ['an error', '{"status":"error","error":"too many"}', 'no answer of query_range'],
    ['several series for one signal', answer(series(), series()), '2 series'],
  ])('is refused where it is %s', (_, text, why) => {
    expect(refusal(() => taken(parsePrometheus(text, 'memory', 1)))).toContain(why);
  });
});
