import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { hubId, selfHub, type HubId } from '@hubscope/core/signal';
import { startOf } from '@hubscope/core/time';
import {
  componentSummary,
  HubscopeError,
  hubStatus,
  judgement,
  known,
  type HubStatus,
} from '@hubscope/core/wire';
import { grantOf, within } from './hub-guard.js';
import type { ApiPorts } from './ports.js';

export const hubParams = z.object({ hub: z.string().min(1).max(200) });

const snapshotAnswer = z.object({
  hub: z.string(),
  status: hubStatus,
  /** The start of the newest closed second, ms since the epoch; null where none has closed. */
  time: known,
  values: z.record(z.string(), known),
  judgement: judgement.nullable(),
});

/** The busiest first; `hubscope`, which watches itself, last. */
function busiestFirst(a: HubStatus, b: HubStatus): number {
  const rank = ({ operations_per_minute }: HubStatus): number => operations_per_minute ?? -1;
  return (
    Number(a.name === selfHub) - Number(b.name === selfHub) ||
    rank(b) - rank(a) ||
    a.name.localeCompare(b.name)
  );
}

/** What a port answered. @throws HubscopeError `unknown_hub` where it was null */
export function foundHub<T>(hub: HubId, found: T | null): T {
  if (found === null)
    throw new HubscopeError('unknown_hub', `No hub named ${JSON.stringify(hub)} has been seen.`);
  return found;
}

export function hubRoutes({ hubs }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hubs',
      {
        config: { hubs: 'own' },
        schema: { summary: 'All hubs, the busiest first', response: { 200: z.array(hubStatus) } },
      },
      async (request) => within(grantOf(request), hubs.list(), ({ name }) => name).sort(busiestFirst),
    );
    app.get(
      '/hubs/:hub/components',
      {
        schema: {
          summary: 'The components that worked in the last minutes',
          params: hubParams,
          response: { 200: z.array(componentSummary) },
        },
      },
      async ({ params }) => {
        const hub = hubId(params.hub);
        return foundHub(hub, hubs.components(hub)).map((row) => ({ ...row, values: { ...row.values } }));
      },
    );
    app.get(
      '/hubs/:hub/snapshot',
      {
        schema: {
          summary: 'The newest second, the hub’s state and what is concluded from it',
          params: hubParams,
          response: { 200: snapshotAnswer },
        },
      },
      async ({ params }) => {
        const hub = hubId(params.hub);
        const { status, second, values, judgement } = foundHub(hub, hubs.snapshot(hub));
        const time = second === null ? null : startOf(second);
        return { hub, status, time, values: { ...values }, judgement };
      },
    );
  };
}
