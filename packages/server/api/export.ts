import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
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

interface Row {
  readonly time: number;
  readonly component: ComponentKey | null;
  readonly cells: readonly (number | null)[];
}

/** Rows at a time: what others wait for while they are written. */
const blockRows = 500;

/** The rows of a stretch, each once, some at a time; steps in which nothing is known are left out. */
async function* rowsOf(
  history: History,
  hub: HubId,
  components: readonly (ComponentKey | null)[],
  { from, to, stepSeconds }: Range,
  columns: readonly Column[],
): AsyncGenerator<readonly Row[]> {
  for (const component of components) {
    for (let page = from; page < to; page = second(page + pageSteps * stepSeconds)) {
      const end = second(Math.min(to, page + pageSteps * stepSeconds));
      const series = await history.history({ hub, component, from: page, to: end, stepSeconds, columns });
      const steps = Math.ceil((end - page) / stepSeconds);
      for (let first = 0; first < steps; first += blockRows) {
        const rows: Row[] = [];
        for (let step = first; step < Math.min(steps, first + blockRows); step += 1) {
          const cells = series.map(({ values }) => {
            const value = values[step] ?? NaN;
            return Number.isNaN(value) ? null : value;
          });
          if (cells.every((cell) => cell === null)) continue;
          rows.push({ time: (page + step * stepSeconds) * 1000, component, cells });
        }
        if (rows.length > 0) yield rows;
        // What is read and written without a wait would leave nobody else a turn.
        await setImmediate();
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
  for await (const block of rows) {
    const lines = block.map(({ time, component, cells }) => {
      const who = withComponent ? `${csvCell(component ?? '')},` : '';
      return `${String(time)},${who}${cells.map((cell) => (cell === null ? '' : String(cell))).join(',')}\n`;
    });
    yield lines.join('');
  }
}

async function* jsonOf(rows: Rows, columns: readonly Column[]): AsyncGenerator<string> {
  for await (const block of rows) {
    const lines = block.map(({ time, component, cells }) => {
      const values = Object.fromEntries(columns.map(({ name }, at) => [name, cells[at] ?? null]));
      return `${JSON.stringify({ time, ...(component === null ? {} : { component }), ...values })}\n`;
    });
    yield lines.join('');
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
