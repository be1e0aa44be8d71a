import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { hubId } from '@hubscope/core/signal';
import { HubscopeError } from '@hubscope/core/wire';
import { z } from 'zod';
import type { ApiPorts } from './ports.js';
import { csvRows, jsonRows } from './transfer/parse.js';
import { chunksOf, handedOn, inPieces } from './transfer/pieces.js';
import { pointsOf, type Row } from './transfer/points.js';
import { prometheusRows } from './transfer/prometheus.js';

/** The largest file that is taken in, bytes. */
export const maxImportBytes = 256 * 1024 * 1024;

const importQuery = z.object({
  hub: z.string().min(1).max(200),
  format: z.enum(['csv', 'json', 'jsonl', 'parquet', 'prometheus']).default('csv'),
  /** With `prometheus`: the signal that its series is. */
  signal: z.string().max(100).optional(),
  /** With `prometheus`: multiplies into the signal's unit. */
  factor: z.coerce.number().default(1),
});

const importAnswer = z.object({
  hub: z.string(),
  points: z.number().int(),
  /** Start of the first and of the last second, ms since the epoch. */
  from: z.number(),
  to: z.number(),
  /** Columns that can't be taken in: a percentile can't be made a distribution again. */
  ignored: z.array(z.string()),
});

type ImportQuery = z.infer<typeof importQuery>;

/** Bytes of any kind, whole: an import is taken in as one, or not at all. */
const types = [
  'text/csv',
  'application/x-ndjson',
  'application/octet-stream',
  'application/vnd.apache.parquet',
];

/** A body as the parser below leaves it; null where it is of another type, or there is none. */
function fileOf(body: unknown): Buffer[] | null {
  const isFile = Array.isArray(body) && body.length > 0 && body.every((chunk) => Buffer.isBuffer(chunk));
  return isFile ? body : null;
}

function rowsOf(
  bytes: AsyncIterable<Uint8Array>,
  { format, signal, factor }: ImportQuery,
): AsyncIterable<Row> {
  if (format === 'prometheus') return prometheusRows(bytes, signal ?? null, factor);
  return format === 'csv' || format === 'parquet' ? csvRows(bytes) : jsonRows(bytes);
}

export function importRoutes({ table, clock, archive }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.addContentTypeParser(types, async (request: FastifyRequest, body: Readable) => {
      if (Number(request.headers['content-length']) > maxImportBytes)
        throw new HubscopeError('body_too_large');
      return chunksOf(body, maxImportBytes);
    });
    app.post(
      '/import',
      {
        bodyLimit: maxImportBytes,
        schema: {
          summary: 'Take in the past of a hub from CSV, JSON Lines, Parquet or a Prometheus range',
          querystring: importQuery,
          response: { 201: importAnswer },
        },
      },
      async ({ query, body }, reply) => {
        const file = fileOf(body);
        if (file === null) {
          throw new HubscopeError('invalid_import', 'Send the file as application/octet-stream or text/csv.');
        }
        const bytes = handedOn(file);
        const told = query.format === 'parquet' ? archive.csvOfParquet(bytes) : bytes;
        const hub = hubId(query.hub);
        const { points, ignored } = await pointsOf(table, hub, rowsOf(inPieces(told), query), clock.now());
        await archive.import(hub, points);
        const at = (which: number | undefined): number => (which ?? 0) * 1000;
        const [from, to] = [at(points[0]?.second), at(points.at(-1)?.second)];
        return reply.code(201).send({ hub, points: points.length, from, to, ignored: [...ignored] });
      },
    );
  };
}
