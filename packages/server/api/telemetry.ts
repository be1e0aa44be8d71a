import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { hubId, parseComponentKey, previewMapping, unmappedMetrics } from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import { HubscopeError, mappingPreview, writtenMapping } from '@hubscope/core/wire';
import { foundHub, hubParams } from './hubs.js';
import type { ApiPorts } from './ports.js';

/** How far back slow operations are kept, ms. */
const keptMs = 600_000;

const slowQuery = z.object({
  /** A component's `kind:name`; the hub itself unless set. */
  component: z.string().max(400).optional(),
  /** ms since the epoch; ten minutes before `to` unless set. */
  from: z.coerce.number().optional(),
  /** ms since the epoch, excluded; now unless set. */
  to: z.coerce.number().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
});

const slowOperation = z.object({
  /** Null: an operation of the hub itself. */
  component: z.string().nullable(),
  /** The span's name; of an exemplar, its metric's. */
  name: z.string(),
  /** When it ended, ms since the epoch. */
  time: z.number(),
  duration_ms: z.number(),
  failed: z.boolean(),
  trace_id: z.string(),
  span_id: z.string(),
  /** Those that `privacy.attributes` allows. */
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/** Names of metrics without a signal that an answer tells. */
const mostUnmapped = 50;

/** What telemetry holds beside its numbers: slow operations with their traces, and what a mapping would match. */
export function telemetryRoutes({ clock, hubs, telemetry }: ApiPorts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/hubs/:hub/slow',
      {
        schema: {
          summary: 'The slowest operations of the last minutes, with their trace ids, slowest first',
          params: hubParams,
          querystring: slowQuery,
          response: { 200: z.array(slowOperation) },
        },
      },
      async ({ params, query }) => {
        const hub = hubId(params.hub);
        foundHub(hub, hubs.snapshot(hub));
        const to = query.to ?? clock.now();
        const from = query.from ?? to - keptMs;
        if (from >= to) throw new HubscopeError('bad_range');
        const component = query.component ?? null;
        if (component !== null && parseComponentKey(component) === null)
          throw new HubscopeError('invalid_request', 'component is kind:name, as agent:planner');
        return telemetry
          .slow(hub, component, millis(from), millis(to))
          .slice(0, query.limit)
          .map((each) => ({
            component: each.component,
            name: each.name,
            time: each.time,
            duration_ms: each.durationMs,
            failed: each.failed,
            trace_id: each.traceId,
            span_id: each.spanId,
            attributes: { ...each.attributes },
          }));
      },
    );
    app.post(
      '/mapping/preview',
      {
        schema: {
          summary: 'What rows of a mapping would match of the telemetry of the last minute',
          body: z.object({ mapping: z.array(writtenMapping).max(200) }),
          response: { 200: mappingPreview },
        },
      },
      async ({ body }) => {
        const lately = telemetry.seen();
        const rows = previewMapping(body.mapping, lately).map(({ matched, examples, unread }) => ({
          matched,
          unread: [...unread],
          examples: examples.map((each) => ({
            ...each,
            attributes: { ...each.attributes },
            signals: [...each.signals],
          })),
        }));
        const unmapped = unmappedMetrics(body.mapping, lately).slice(0, mostUnmapped);
        return { rows, seen: lately.length, unmapped };
      },
    );
  };
}
