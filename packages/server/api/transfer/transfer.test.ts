import { hubId, SignalTable, valueOf, type Point } from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import { HubscopeError } from '@hubscope/core/wire';
import { describe, expect, it } from 'vitest';
import { csvRows, jsonRows } from './parse.js';
import { pointsOf, type Row } from './points.js';
import { maxAnswerBytes, prometheusRows } from './prometheus.js';

const table = new SignalTable();
const now = millis(1_700_000_100_000);

const taken = async (rows: AsyncIterable<Row>, most?: number): Promise<readonly Point[]> =>
  (await pointsOf(table, hubId('shop'), rows, now, most)).points;

/** A text as it may come: whole, or a byte at a time. */
async function* bytesOf(text: string, each = Infinity): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += each) yield bytes.subarray(at, at + each);
}
const csv = (text: string): AsyncIterable<Row> => csvRows(bytesOf(text));
const jsonLines = (text: string): AsyncIterable<Row> => jsonRows(bytesOf(text));
const prometheus = (text: string, signal: string | null, factor: number): AsyncIterable<Row> =>
  prometheusRows(bytesOf(text), signal, factor);

/** Each point as its second and the value of a column. */
function read(points: readonly Point[], name = 'throughput'): [number, number | null][] {
  const column = table.column(name) ?? expect.fail(name);
  return points.map((point) => [point.second, valueOf(point, column)]);
}

async function refusal(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
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
  ])('%s is taken', async (_, text) => {
    expect(read(await taken(csv(text)))).toEqual([
      [1_700_000_000, 1],
      [1_700_000_001, 2],
    ]);
  });

  it('has nulls where cells are empty, and components where they are named', async () => {
    const text = 'time,component,throughput,memory\n1700000000,,,5\n1700000000,agent:planner,3,\n';
    const points = await taken(csv(text));
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
  ])('with %s is refused, and the refusal says why', async (_, text, why) => {
    const said = await refusal(() => taken(csv(text)));
    expect(said).toContain(why);
    expect(said).toContain('Nothing was imported');
  });
});

describe('a file that is large', () => {
  it.each([
    ['CSV', csvRows, 'time,component,throughput\r\n1700000000,agent:plän,1\r\n1700000001,,2\r\n'],
    [
      'JSON Lines',
      jsonRows,
      '{"time":1700000000,"component":"agent:plän","throughput":1}\r\n{"time":1700000001,"throughput":2}',
    ],
  ])('is read however its %s is cut in pieces', async (_, rowsOf, text) => {
    for (const each of [1, 2, 3, 7]) {
      const points = await taken(rowsOf(bytesOf(text, each)));
      expect(points.map(({ component }) => component)).toEqual(['agent:plän', null]);
      expect(read(points)).toEqual([
        [1_700_000_000, 1],
        [1_700_000_001, 2],
      ]);
    }
  });

  /** Rows for as long as somebody asks. */
  async function* endless(
    head: string,
    row: (at: number) => string,
    asked: number[],
  ): AsyncGenerator<Buffer> {
    yield Buffer.from(head);
    for (let at = 0; ; at += 1) {
      asked.push(at);
      yield Buffer.from(row(1_600_000_000 + at));
    }
  }

  it.each([
    ['CSV', csvRows, 'time,throughput\n', (at: number) => `${String(at)},1\n`, 'Line 12'],
    ['JSON Lines', jsonRows, '', (at: number) => `{"time":${String(at)},"throughput":1}\n`, 'Line 11'],
  ])(
    'of %s is refused at the first point too many, and read no further',
    async (_, rowsOf, head, row, line) => {
      const asked: number[] = [];
      const said = await refusal(() => taken(rowsOf(endless(head, row, asked)), 10));
      expect(said).toBe(`${line}: an import holds 10 points at most. Nothing was imported.`);
      // No more than waits between two stages.
      expect(asked.length).toBeLessThan(5000);
    },
  );

  it.each([
    ['a row of CSV', csvRows, 'Max Record Size'],
    ['a line of JSON', jsonRows, 'Line 1 is longer than 1048576 bytes'],
  ])('is refused where %s is longer than any can be, and read no further', async (_, rowsOf, why) => {
    const asked: number[] = [];
    const said = await refusal(() => taken(rowsOf(endless('', () => 'x'.repeat(65_536), asked))));
    expect(said).toContain(why);
    expect(asked.length).toBeLessThan(100);
  });

  it('of Prometheus is refused past what can be read in one go', async () => {
    const rows = prometheusRows(
      endless('', () => ' '.repeat(1_048_576), []),
      null,
      1,
    );
    await expect(taken(rows)).rejects.toMatchObject({ code: 'body_too_large' });
    expect(maxAnswerBytes).toBeGreaterThan(11_000 * 30 * 20);
  });
});

describe('JSON Lines', () => {
  it('are taken, a line a second', async () => {
    const text = '{"time":1700000000,"throughput":1}\r\n\n{"time":1700000001000,"throughput":null}\n';
    expect(read(await taken(jsonLines(text)))).toEqual([
      [1_700_000_000, 1],
      [1_700_000_001, null],
    ]);
  });

  it.each([
    ['a line that is cut off', '{"time":1700000000,"throughput":1}\n{"time":17000', 'Line 2 is no JSON'],
    ['a line that is no object', '[1,2]\n', 'Line 1 is no object of numbers'],
    ['an object within', '{"time":1700000000,"throughput":{"a":1}}\n', 'Line 1 is no object of numbers'],
  ])('with %s are refused', async (_, text, why) => {
    expect(await refusal(() => taken(jsonLines(text)))).toContain(why);
  });
});

describe('the answer of query_range', () => {
  const answer = (...result: unknown[]): string =>
    JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
  const series = (...values: [number, string][]): unknown => ({ metric: { __name__: 'memory' }, values });

  it('is one signal, in its unit, with a gap where Prometheus has NaN', async () => {
    const text = answer(series([1_700_000_000, '2e6'], [1_700_000_001, 'NaN']));
    expect(read(await taken(prometheus(text, 'memory', 1e-6)), 'memory')).toEqual([
      [1_700_000_000, 2],
      [1_700_000_001, null],
    ]);
  });

  it.each([
    ['no JSON', '<html>', 'no JSON'],
    ['an error', '{"status":"error","error":"too many"}', 'no answer of query_range'],
    ['several series for one signal', answer(series(), series()), '2 series'],
  ])('is refused where it is %s', async (_, text, why) => {
    expect(await refusal(() => taken(prometheus(text, 'memory', 1)))).toContain(why);
  });
});
