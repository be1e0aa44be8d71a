import { setImmediate } from 'node:timers/promises';
import { HubscopeError } from '@hubscope/core/wire';
import { z } from 'zod';
import { rowOf } from './parse.js';
import type { Row } from './points.js';

/**
 * The largest answer that is taken in, bytes: it can be read in one go only, which others wait for. Prometheus gives no more than 11,000
 * samples a series, a quarter of a megabyte.
 */
export const maxAnswerBytes = 8 * 1024 * 1024;
/** Samples and rows that are worked on in one turn. */
const turnSamples = 2000;

function refuse(what: string): never {
  throw new HubscopeError('invalid_import', `${what}. Nothing was imported.`);
}

const matrix = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        // Each is looked at in its turn.
        values: z.custom<readonly unknown[]>(Array.isArray),
      }),
    ),
  }),
});

function isSample(value: unknown): value is [number, string] {
  return (
    Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string'
  );
}

const noMatrix = 'The body is no answer of query_range: a matrix is wanted';

/** @throws HubscopeError `body_too_large` */
async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > maxAnswerBytes) throw new HubscopeError('body_too_large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces, length).toString('utf8');
}

/**
 * What Prometheus answers to `query_range`.
 * @param signal the column that its one series becomes; null: each series' `__name__` is one
 */
export async function* prometheusRows(
  bytes: AsyncIterable<Uint8Array>,
  signal: string | null,
  factor: number,
): AsyncGenerator<Row> {
  let json: unknown;
  const text = await textOf(bytes);
  try {
    json = JSON.parse(text);
  } catch {
    refuse('The body is no JSON');
  }
  const found = matrix.safeParse(json);
  if (!found.success) refuse(noMatrix);
  const { result } = found.data.data;
  if (signal !== null && result.length > 1) {
    refuse(`The answer holds ${String(result.length)} series; one signal takes one: sum them in the query`);
  }
  const seconds = new Map<number, Record<string, number | string | null>>();
  let samples = 0;
  for (const { metric, values } of result) {
    const name = signal ?? metric['__name__'];
    if (name === undefined) refuse('A series has no name: say which signal it is');
    for (const sample of values) {
      if (!isSample(sample)) refuse(noMatrix);
      const [time, value] = sample;
      const row = seconds.get(time) ?? { time: Math.floor(time) * 1000 };
      seconds.set(time, row);
      // Prometheus writes NaN and infinities as text; they are no measurement.
      const number = Number(value);
      row[name] = Number.isFinite(number) ? number * factor : null;
      samples += 1;
      if (samples % turnSamples === 0) await setImmediate();
    }
  }
  let line = 0;
  for (const record of seconds.values()) {
    line += 1;
    yield rowOf(record, line);
    if (line % turnSamples === 0) await setImmediate();
  }
}
