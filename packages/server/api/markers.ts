import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { demandHub } from '@hubscope/core/access';
import { cleanName, hubId, type SignalTable } from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import { HubscopeError, marker, newMarker, type Target } from '@hubscope/core/wire';
import { grantOf, within } from './hub-guard.js';
import type { ApiPorts } from './ports.js';

const markerQuery = z.object({ hub: z.string().min(1).max(200).optional() });

/** Targets with their columns' own names. @throws HubscopeError `unknown_signal` where there is none, or none that can get better */
function knownTargets(table: SignalTable, targets: readonly Target[]): Target[] {
  return targets.map(({ signal, change }) => {
    const meant = table.column(signal);
    const column = table.columns().find((each) => {
      return each.signal.index === meant?.signal.index && each.statistic === meant.statistic;
    });
    if (column === undefined || column.signal.better === null) {
      throw new HubscopeError('unknown_signal', `${JSON.stringify(signal)} is nothing that can get better.`);
    }
    return { signal: column.name, change };
  });
}

export function markerRoutes({ clock, markers, table }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/markers',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'Named moments of one hub or of all, oldest first',
          querystring: markerQuery,
          response: { 200: z.array(marker) },
        },
      },
      async (request) => {
        const { hub } = request.query;
        const all = await markers.list(hub === undefined ? null : hubId(hub));
        return within(grantOf(request), all, (each) => each.hub);
      },
    );
    app.post(
      '/markers',
      { schema: { summary: 'Name a moment', body: newMarker, response: { 201: marker } } },
      async ({ body }, reply) => {
        const name = cleanName(body.name);
        if (name === '') throw new HubscopeError('invalid_request', 'The name has no readable character.');
        const targets = knownTargets(table, body.targets ?? []);
        const at = millis(body.at ?? clock.now());
        const created = await markers.create(hubId(body.hub), name, at, { targets });
        return reply.code(201).send(created);
      },
    );
    app.delete(
      '/markers/:id',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'Take a marker back, and the baseline that was kept for it by itself',
          params: z.object({ id: z.string().min(1).max(200) }),
          response: { 200: marker },
        },
      },
      async (request) => {
        const found = await markers.find(request.params.id);
        demandHub(grantOf(request), found.hub);
        await markers.remove(found);
        return found;
      },
    );
  };
}
