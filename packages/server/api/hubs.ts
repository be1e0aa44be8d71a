import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { hubId, parseComponentKey, selfHub, type ComponentKey, type HubId } from '@hubscope/core/signal';
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

/** A component of which nothing is known now. */
function asPast(key: ComponentKey): z.infer<typeof componentSummary>[] {
  const component = parseComponentKey(key);
  return component === null ? [] : [{ key, ...component, values: {} }];
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
          summary: 'The components that worked in the last minutes; all that history knows with past=true',
          params: hubParams,
          querystring: z.object({ past: z.enum(['true', 'false']).default('false') }),
          response: { 200: z.array(componentSummary) },
        },
      },
      async ({ params, query }) => {
        const hub = hubId(params.hub);
        const now = foundHub(hub, hubs.components(hub)).map((row) => ({ ...row, values: { ...row.values } }));
        if (query.past === 'false') return now;
        const present = new Set(now.map(({ key }) => key));
        const past = foundHub(hub, hubs.pastComponents(hub)).filter((key) => !present.has(key));
        return [...now, ...past.flatMap((key) => asPast(key))];
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
