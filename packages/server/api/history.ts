import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { hubId, parseComponentKey, type Column, type SignalTable } from '@hubscope/core/signal';
import { second, startOf, type Millis, type Second } from '@hubscope/core/time';
import { historyAnswer, historyQuery, HubscopeError } from '@hubscope/core/wire';
import { foundHub, hubParams } from './hubs.js';
import type { ApiPorts } from './ports.js';

/** Values that one answer may hold. */
export const maxValues = 100_000;

const hourMs = 3_600_000;

/** The last moment that a date can name, ms since the epoch (ECMA-262, Time Values). */
const lastMoment = 8.64e15;

/** The columns that a comma list names; without one, the first statistic of each signal, under the signal's name. */
function columnsOf(table: SignalTable, list: string | undefined): Column[] {
  if (list === undefined) return table.signals.flatMap(({ name }) => table.column(name) ?? []);
  const names = new Set(list.split(',').map((name) => name.trim()));
  return [...names].map((name) => {
    const column = table.column(name);
    if (column === null) {
      throw new HubscopeError('unknown_signal', `No signal or statistic is named ${JSON.stringify(name)}.`);
    }
    return column;
  });
}

/** The whole seconds that start within `[from, to)`. */
function rangeOf(
  from: number | undefined,
  to: number | undefined,
  now: Millis,
): { from: Second; to: Second } {
  const end = to ?? now;
  const begin = from ?? end - hourMs;
  if (!(begin >= 0 && end <= lastMoment)) throw new HubscopeError('bad_range');
  const range = { from: second(Math.ceil(begin / 1000)), to: second(Math.ceil(end / 1000)) };
  if (range.from >= range.to) throw new HubscopeError('bad_range', 'The range holds no whole second.');
  return range;
}

/** Numbers as they go out: what is unknown is null. */
function known(values: Float64Array | undefined): (number | null)[] {
  return Array.from(values ?? [], (value) => (Number.isNaN(value) ? null : value));
}

export function historyRoutes({ clock, table, hubs, history }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hubs/:hub/history',
      {
        schema: {
          summary: 'The past by columns: one array a signal, one value a step',
          params: hubParams,
          querystring: historyQuery,
          response: { 200: historyAnswer },
        },
      },
      async ({ params, query }) => {
        const hub = hubId(params.hub);
        foundHub(hub, hubs.list().find(({ name }) => name === hub) ?? null);
        const component = query.component ?? null;
        if (component !== null && parseComponentKey(component) === null) {
          throw new HubscopeError(
            'unknown_component',
            'A component is named by its kind and name: agent:planner.',
          );
        }
        const columns = columnsOf(table, query.signals);
        const { from, to } = rangeOf(query.from, query.to, clock.now());
        const stepSeconds = query.step / 1000;
        const steps = Math.ceil((to - from) / stepSeconds);
        if (steps * columns.length > maxValues) {
          const detail = `${String(steps)} steps of ${String(columns.length)} signals are more than ${String(maxValues)} values.`;
          throw new HubscopeError('bad_range', detail);
        }
        const series = await history.history({ hub, component, from, to, stepSeconds, columns });
        return {
          from: startOf(from),
          to: startOf(to),
          step: query.step,
          time: Array.from({ length: steps }, (_, index) => startOf(from) + index * query.step),
          signals: Object.fromEntries(columns.map(({ name }, index) => [name, known(series[index]?.values)])),
        };
      },
    );
  };
}
