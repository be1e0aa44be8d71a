import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { rowBounds, rowCounts, type Distribution } from '@hubscope/core/distribution';
import { hubId, type IndexedSignal, type SignalTable } from '@hubscope/core/signal';
import { startOf } from '@hubscope/core/time';
import { heatmapAnswer, heatmapQuery, HubscopeError, type HeatmapAnswer } from '@hubscope/core/wire';
import { z } from 'zod';
import { componentAsked } from './history.js';
import { rangeOf } from './history-range.js';
import { foundHub, hubParams } from './hubs.js';
import type { ApiPorts } from './ports.js';
import { sendTagged } from './tagged.js';

/** The distribution of this name. @throws HubscopeError `unknown_signal`, `invalid_request` where it is none */
function distributionNamed(table: SignalTable, name: string): IndexedSignal {
  const signal = table.find(name);
  if (signal === null)
    throw new HubscopeError('unknown_signal', `No signal is named ${JSON.stringify(name)}.`);
  if (signal.fold !== 'distribution') {
    const can = table.signals.flatMap((each) => (each.fold === 'distribution' ? [each.name] : []));
    throw new HubscopeError('invalid_request', `${name} has no distribution; these have: ${can.join(', ')}.`);
  }
  return signal;
}

type Painted = Pick<HeatmapAnswer, 'bounds' | 'counts' | 'quantiles' | 'resolution'>;

function painted(columns: readonly (Distribution | null)[], rows: number): Painted {
  const known = columns.filter((each) => each !== null);
  const bounds = rowBounds(known, rows);
  const quantile = (q: number): (number | null)[] => columns.map((each) => each?.quantile(q) ?? null);
  return {
    bounds,
    counts: columns.map(
      (each) => each && rowCounts(each, bounds).map((count) => Math.round(count * 1000) / 1000),
    ),
    quantiles: { p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) },
    resolution: known.some((each) => each.coarse) ? 'interpolated' : 'exact',
  };
}

export function heatmapRoutes({ clock, table, hubs, history }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hubs/:hub/heatmap',
      {
        schema: {
          summary: 'How a distribution went: operations by time and by value',
          params: hubParams,
          querystring: heatmapQuery,
          response: { 200: heatmapAnswer, 304: z.null() },
        },
      },
      async ({ params, query, headers }, reply) => {
        const hub = hubId(params.hub);
        foundHub(hub, hubs.list().find(({ name }) => name === hub) ?? null);
        const component = componentAsked(query.component);
        const signal = distributionNamed(table, query.signal);
        const range = rangeOf({ from: query.from, to: query.to, points: query.columns }, clock.now());
        const columns = await history.distributions({ ...range, hub, component, signal });
        const step = range.stepSeconds * 1000;
        const answer: HeatmapAnswer = {
          from: startOf(range.from),
          to: startOf(range.to),
          step,
          signal: signal.name,
          unit: signal.unit,
          time: columns.map((_, index) => startOf(range.from) + index * step),
          ...painted(columns, query.rows),
        };
        return sendTagged(JSON.stringify(answer), headers, reply);
      },
    );
  };
}
