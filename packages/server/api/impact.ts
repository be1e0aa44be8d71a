import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { demandHub, type Grant } from '@hubscope/core/access';
import { hubId, parseComponentKey, type ComponentKey, type HubId } from '@hubscope/core/signal';
import {
  comparison,
  comparisons,
  HubscopeError,
  impact,
  impactDetail,
  newComparison,
  sharedImpact,
  stretches,
  variants,
  variantsAnswer,
} from '@hubscope/core/wire';
import { grantOf } from './hub-guard.js';
import { foundHub, hubParams } from './hubs.js';
import type { ApiPorts } from './ports.js';

const componentQuery = z.object({ component: z.string().min(1).max(400).optional() });

/** A component from a query; null: the hub itself. @throws HubscopeError `unknown_component` where it is no key */
export function askedComponent(component: string | undefined): ComponentKey | null {
  if (component === undefined) return null;
  if (parseComponentKey(component) === null) {
    throw new HubscopeError('unknown_component', 'A component is named by its kind and name: agent:planner.');
  }
  return component;
}

/** The change from a baseline to now: of a hub, of its components, and of any two stretches. */
export function impactRoutes({ hubs, impacts }: ApiPorts): FastifyPluginAsyncZod {
  const seen = (name: string): HubId => {
    const hub = hubId(name);
    foundHub(hub, hubs.list().find((each) => each.name === hub) ?? null);
    return hub;
  };
  /** Of several hubs a baseline of this one is meant first. @throws HubscopeError where it is of one that the grant is not for */
  const mayCompare = (grant: Grant, hub: HubId, baseline: string): void => {
    if (grant.hubs === null) return;
    const own = impacts.baselines(hub).some(({ id, name }) => id === baseline || name === baseline);
    if (!own) demandHub(grant, impacts.baseline(baseline, null).hub);
  };
  return async (app) => {
    app.get(
      '/hubs/:hub/impact',
      {
        schema: {
          summary: 'The change of each signal from a baseline to now',
          params: hubParams,
          querystring: componentQuery.extend({ comparisons: z.coerce.number().pipe(comparisons).default(1) }),
          response: { 200: impact },
        },
      },
      async ({ params, query }) =>
        impacts.view(seen(params.hub), askedComponent(query.component), query.comparisons),
    );
    app.get(
      '/hubs/:hub/impact/:signal',
      {
        schema: {
          summary: 'What one verdict stands on: batches, the interval over time, assumptions',
          params: hubParams.extend({ signal: z.string().min(1).max(200) }),
          querystring: componentQuery,
          response: { 200: impactDetail },
        },
      },
      async ({ params, query }) =>
        impacts.detail(seen(params.hub), askedComponent(query.component), params.signal),
    );
    app.get(
      '/hubs/:hub/comparison',
      {
        schema: {
          summary: 'Which baseline is compared, and since when',
          params: hubParams,
          response: { 200: comparison },
        },
      },
      async ({ params }) => impacts.comparison(seen(params.hub)),
    );
    app.put(
      '/hubs/:hub/comparison',
      {
        schema: {
          summary: 'Choose which baseline is compared, and since when; nulls follow the newest marker again',
          params: hubParams,
          body: newComparison,
          response: { 200: comparison },
        },
      },
      async ({ params, body }) => impacts.compare(seen(params.hub), body),
    );
    app.post(
      '/hubs/:hub/compare',
      {
        config: { scope: 'read' },
        schema: {
          summary: 'Compare any two stretches: baselines, or parts of history',
          params: hubParams,
          body: stretches,
          response: { 200: impact },
        },
      },
      async (request) => {
        const { params, body } = request;
        const hub = hubId(params.hub);
        for (const side of [body.before, body.after])
          if ('baseline' in side) mayCompare(grantOf(request), hub, side.baseline);
        return impacts.compareStretches(hub, askedComponent(body.component), body);
      },
    );
    app.post(
      '/hubs/:hub/variants',
      {
        config: { scope: 'read' },
        schema: {
          summary: 'Compare two variants of a hub that run at once, by the attribute hub.variant',
          params: hubParams,
          body: variants,
          response: { 200: variantsAnswer },
        },
      },
      async ({ params, body }) => impacts.compareVariants(seen(params.hub), body),
    );
    app.post(
      '/hubs/:hub/impact/share',
      {
        schema: {
          summary: 'Keep what is known now under a permanent id',
          params: hubParams,
          querystring: componentQuery,
          response: { 201: sharedImpact },
        },
      },
      async ({ params, query }, reply) => {
        const shared = await impacts.share(seen(params.hub), askedComponent(query.component));
        return reply.code(201).send(shared);
      },
    );
    app.get(
      '/impacts/:id',
      {
        config: { hubs: 'own' },
        schema: {
          summary: 'A verdict that was kept',
          params: z.object({ id: z.string().min(1).max(200) }),
          response: { 200: sharedImpact },
        },
      },
      async (request) => {
        const shared = impacts.shared(request.params.id);
        if (shared === null) throw new HubscopeError('unknown_share');
        demandHub(grantOf(request), shared.impact.hub);
        return shared;
      },
    );
  };
}
