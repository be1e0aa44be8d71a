import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { fitsGlob } from '@hubscope/core/judge';
import {
  hubId,
  parseComponentKey,
  type Column,
  type ComponentKey,
  type HubId,
  type SignalTable,
} from '@hubscope/core/signal';
import { startOf } from '@hubscope/core/time';
import { historyAnswer, historyQuery, HubscopeError, type HistoryAnswer } from '@hubscope/core/wire';
import { z } from 'zod';
import { rangeOf, type Range } from './history-range.js';
import { foundHub, hubParams } from './hubs.js';
import type { ApiPorts, HistorySeries } from './ports.js';
import { isKnown } from './tagged.js';

/** Values that one answer may hold. */
export const maxValues = 100_000;
/** Components that one answer may hold. */
const maxComponents = 200;

/** The columns that a comma list names; without one, the first statistic of each signal, under the signal's name. */
export function columnsOf(table: SignalTable, list: string | undefined): Column[] {
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

/** The component that a query names; null: the hub itself. @throws HubscopeError `unknown_component` */
export function componentAsked(component: string | undefined): ComponentKey | null {
  if (component !== undefined && parseComponentKey(component) === null) {
    throw new HubscopeError('unknown_component', 'A component is named by its kind and name: agent:planner.');
  }
  return component ?? null;
}

/** Numbers as they go out: what is unknown is null. */
function known(values: Float64Array | undefined): (number | null)[] {
  return Array.from(values ?? [], (value) => (Number.isNaN(value) ? null : value));
}

type Told = Pick<HistoryAnswer, 'signals' | 'extremes'>;

function told(columns: readonly Column[], series: readonly HistorySeries[], withExtremes: boolean): Told {
  const each = <T>(tell: (one: HistorySeries | undefined) => T): Record<string, T> =>
    Object.fromEntries(columns.map(({ name }, at) => [name, tell(series[at])]));
  const signals = each((one) => known(one?.values));
  if (!withExtremes) return { signals };
  return { signals, extremes: each((one) => ({ min: known(one?.low), max: known(one?.high) })) };
}

function bounded({ from, to, stepSeconds }: Range, columns: number, withExtremes: boolean): number {
  const steps = Math.ceil((to - from) / stepSeconds);
  const values = steps * columns * (withExtremes ? 3 : 1);
  if (values > maxValues) {
    const detail = `${String(steps)} steps of ${String(columns)} signals are ${String(values)} values; an answer holds ${String(maxValues)}. Ask for a longer step, or for points=1000.`;
    throw new HubscopeError('bad_range', detail);
  }
  return steps;
}

export function historyRoutes({ clock, table, hubs, history }: ApiPorts): FastifyPluginAsyncZod {
  /** The components of a hub that fit a glob. */
  function fitting(hub: HubId, glob: string): ComponentKey[] {
    const keys = (hubs.pastComponents(hub) ?? []).filter((key) => fitsGlob(glob, key));
    if (keys.length > maxComponents) {
      throw new HubscopeError(
        'bad_range',
        `${String(keys.length)} components fit; an answer holds ${String(maxComponents)}.`,
      );
    }
    return keys;
  }

  return async (app) => {
    app.get(
      '/hubs/:hub/history',
      {
        schema: {
          summary: 'The past by columns: one array a signal, one value a step',
          params: hubParams,
          querystring: historyQuery,
          response: { 200: historyAnswer, 304: z.null() },
        },
      },
      async ({ params, query, headers }, reply) => {
        const hub = hubId(params.hub);
        foundHub(hub, hubs.list().find(({ name }) => name === hub) ?? null);
        const component = componentAsked(query.component);
        if (component !== null && query.components !== undefined) {
          throw new HubscopeError('invalid_request', 'Ask for one component, or for components by a glob.');
        }
        const components = query.components === undefined ? null : fitting(hub, query.components);
        const columns = columnsOf(table, query.signals);
        const range = rangeOf(query, clock.now());
        const withExtremes = query.points !== undefined;
        const steps = bounded(range, columns.length * Math.max(1, components?.length ?? 1), withExtremes);
        const asked = { ...range, hub, columns, withExtremes };
        const step = range.stepSeconds * 1000;
        const answer: HistoryAnswer = {
          from: startOf(range.from),
          to: startOf(range.to),
          step,
          time: Array.from({ length: steps }, (_, index) => startOf(range.from) + index * step),
          signals: {},
        };
        if (components === null) {
          Object.assign(answer, told(columns, await history.history({ ...asked, component }), withExtremes));
        } else {
          const each = await history.histories({ ...asked, components });
          answer.components = Object.fromEntries(
            components.map((key, at) => [key, told(columns, each[at] ?? [], withExtremes)]),
          );
        }
        if (isKnown(answer, headers, reply)) return reply.code(304).send(null);
        return answer;
      },
    );
  };
}
