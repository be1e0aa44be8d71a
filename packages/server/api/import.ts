import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { hubId } from '@hubscope/core/signal';
import { HubscopeError } from '@hubscope/core/wire';
import { z } from 'zod';
import type { ApiPorts } from './ports.js';
import { parseCsv, parseJsonLines, parsePrometheus, type Parsed } from './transfer/parse.js';
import { pointsOf } from './transfer/points.js';

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

/** Bytes of any kind, whole: an import is taken in as one, or not at all. */
const types = [
  'text/csv',
  'application/x-ndjson',
  'application/octet-stream',
  'application/vnd.apache.parquet',
];

export function importRoutes({ table, clock, archive }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.addContentTypeParser(
      types,
      { parseAs: 'buffer', bodyLimit: maxImportBytes },
      (_request, body, done) => {
        done(null, body);
      },
    );
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
        if (!Buffer.isBuffer(body) || body.length === 0) {
          throw new HubscopeError('invalid_import', 'Send the file as application/octet-stream or text/csv.');
        }
        const bytes = query.format === 'parquet' ? await archive.csvOfParquet(body) : body;
        const text = bytes.toString('utf8');
        const parsed = ((): Parsed => {
          if (query.format === 'prometheus') return parsePrometheus(text, query.signal ?? null, query.factor);
          return query.format === 'csv' || query.format === 'parquet' ? parseCsv(text) : parseJsonLines(text);
        })();
        const hub = hubId(query.hub);
        const { points, ignored } = pointsOf(table, hub, parsed.columns, parsed.rows, clock.now());
        await archive.import(hub, points);
        const at = (which: number | undefined): number => (which ?? 0) * 1000;
        const [from, to] = [at(points[0]?.second), at(points.at(-1)?.second)];
        return reply.code(201).send({ hub, points: points.length, from, to, ignored: [...ignored] });
      },
    );
  };
}
