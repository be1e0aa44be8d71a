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
import { historyAnswer, historyQuery, HubscopeError } from '@hubscope/core/wire';
import { z } from 'zod';
import { rangeOf, type Range } from './history-range.js';
import { foundHub, hubParams } from './hubs.js';
import type { ApiPorts, HistorySeries } from './ports.js';
import { sendTagged } from './tagged.js';

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

/** Numbers as they go out: what is unknown, NaN, is null. */
const numbers = (values: Float64Array | undefined): string => JSON.stringify(Array.from(values ?? []));

/** A field of an object, its value as JSON already. */
type Field = readonly [name: string, json: string];

/** An object of its fields; added up and not joined, so that what is nested is copied once, by who sends it. */
function objectOf(fields: readonly Field[]): string {
  let object = '{';
  for (const [name, json] of fields)
    object += `${object.length > 1 ? ',' : ''}${JSON.stringify(name)}:${json}`;
  return `${object}}`;
}

/** Written as JSON at once: an answer may hold a hundred thousand numbers, and a value of its own for each would be as much again. */
function told(columns: readonly Column[], series: readonly HistorySeries[], withExtremes: boolean): Field[] {
  const each = (tell: (one: HistorySeries | undefined) => string): string =>
    objectOf(columns.map(({ name }, at) => [name, tell(series[at])]));
  const signals: Field = ['signals', each((one) => numbers(one?.values))];
  if (!withExtremes) return [signals];
  const extremes = each((one) =>
    objectOf([
      ['min', numbers(one?.low)],
      ['max', numbers(one?.high)],
    ]),
  );
  return [signals, ['extremes', extremes]];
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
        const time = Array.from({ length: steps }, (_, index) => startOf(range.from) + index * step);
        const head = Object.entries({ from: startOf(range.from), to: startOf(range.to), step, time });
        const fields = head.map(([name, value]): Field => [name, JSON.stringify(value)]);
        if (components === null) {
          fields.push(...told(columns, await history.history({ ...asked, component }), withExtremes));
        } else {
          const each = await history.histories({ ...asked, components });
          const tell = (at: number): string => objectOf(told(columns, each[at] ?? [], withExtremes));
          fields.push(
            ['signals', '{}'],
            ['components', objectOf(components.map((key, at) => [key, tell(at)]))],
          );
        }
        return sendTagged(objectOf(fields), headers, reply);
      },
    );
  };
}
