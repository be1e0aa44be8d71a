import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { csvCell } from '@hubscope/core/csv';
import { fitsGlob } from '@hubscope/core/judge';
import { hubId, type Column, type ComponentKey, type HubId } from '@hubscope/core/signal';
import { second } from '@hubscope/core/time';
import { z } from 'zod';
import { rangeOf, type Range } from './history-range.js';
import { columnsOf } from './history.js';
import { foundHub } from './hubs.js';
import type { ApiPorts, History } from './ports.js';

/** Steps that are read at once. */
const pageSteps = 3600;

const exportQuery = z.object({
  hub: z.string().min(1).max(200),
  format: z.enum(['csv', 'json', 'jsonl', 'parquet']).default('csv'),
  from: z.coerce.number().optional(),
  to: z.coerce.number().optional(),
  step: z.coerce.number().int().min(1000).multipleOf(1000).optional(),
  signals: z.string().max(2000).optional(),
  components: z.string().min(1).max(400).optional(),
});

type Cells = readonly (number | null)[];

/** The rows of a stretch, each once; steps in which nothing is known are left out. */
async function* rowsOf(
  history: History,
  hub: HubId,
  components: readonly (ComponentKey | null)[],
  { from, to, stepSeconds }: Range,
  columns: readonly Column[],
): AsyncGenerator<{ readonly time: number; readonly component: ComponentKey | null; readonly cells: Cells }> {
  for (const component of components) {
    for (let page = from; page < to; page = second(page + pageSteps * stepSeconds)) {
      const end = second(Math.min(to, page + pageSteps * stepSeconds));
      const series = await history.history({ hub, component, from: page, to: end, stepSeconds, columns });
      for (let step = 0; page + step * stepSeconds < end; step += 1) {
        const cells = series.map(({ values }) => {
          const value = values[step] ?? NaN;
          return Number.isNaN(value) ? null : value;
        });
        if (cells.every((cell) => cell === null)) continue;
        yield { time: (page + step * stepSeconds) * 1000, component, cells };
      }
    }
  }
}

type Rows = ReturnType<typeof rowsOf>;

async function* csvOf(
  rows: Rows,
  columns: readonly Column[],
  withComponent: boolean,
): AsyncGenerator<string> {
  yield `${['time', ...(withComponent ? ['component'] : []), ...columns.map(({ name }) => name)].join(',')}\n`;
  for await (const { time, component, cells } of rows) {
    const who = withComponent ? `${csvCell(component ?? '')},` : '';
    yield `${String(time)},${who}${cells.map((cell) => (cell === null ? '' : String(cell))).join(',')}\n`;
  }
}

async function* jsonOf(rows: Rows, columns: readonly Column[]): AsyncGenerator<string> {
  for await (const { time, component, cells } of rows) {
    const values = Object.fromEntries(columns.map(({ name }, at) => [name, cells[at] ?? null]));
    yield `${JSON.stringify({ time, ...(component === null ? {} : { component }), ...values })}\n`;
  }
}

export function exportRoutes({ clock, table, hubs, history, archive }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/export',
      {
        schema: {
          summary: 'The past of a hub as CSV, JSON Lines or Parquet, of any length',
          querystring: exportQuery,
        },
      },
      async ({ query }, reply) => {
        const hub = hubId(query.hub);
        const keys = foundHub(hub, hubs.pastComponents(hub));
        const glob = query.components;
        const components = glob === undefined ? [null] : keys.filter((key) => fitsGlob(glob, key));
        const columns = columnsOf(table, query.signals);
        const rows = rowsOf(history, hub, components, rangeOf(query, clock.now()), columns);
        const name = `${hub.replaceAll(/[^\w.-]/g, '_')}.${query.format === 'json' ? 'jsonl' : query.format}`;
        void reply.header('content-disposition', `attachment; filename="${name}"`);
        if (query.format === 'parquet') {
          const csv = Readable.from(csvOf(rows, columns, glob !== undefined));
          return reply.type('application/vnd.apache.parquet').send(await archive.parquetOfCsv(csv));
        }
        const csv = query.format === 'csv';
        const text = csv ? csvOf(rows, columns, glob !== undefined) : jsonOf(rows, columns);
        return reply.type(csv ? 'text/csv; charset=utf-8' : 'application/x-ndjson').send(Readable.from(text));
      },
    );
  };
}
