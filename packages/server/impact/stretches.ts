import { Baseline as Before, Comparison, defaultImpactOptions } from '@hubscope/core/impact';
import type { ComponentKey, HubId, Point } from '@hubscope/core/signal';
import { second, secondOf, millis } from '@hubscope/core/time';
import {
  HubscopeError,
  type Baseline,
  type ImpactView,
  type StretchSide,
  type Target,
} from '@hubscope/core/wire';
import type { Baselines } from './baselines.js';
import { secondAfter } from './choice.js';
import type { ImpactOptions } from './ports.js';
import { qualityOf } from './quality.js';
import { impactView } from './view.js';

/** The longest stretch that is compared, s. */
const longest = 86_400;

/** What is compared with what. */
export interface Sides {
  readonly before: StretchSide;
  readonly after: StretchSide;
  readonly targets?: readonly Target[] | undefined;
}

interface Side {
  readonly name: string;
  readonly baseline: Baseline | null;
  readonly points: readonly Point[];
}

/** Compares any two stretches of a hub, or of one of its components: baselines that are kept, or parts of history. */
export async function compareStretches(
  options: ImpactOptions,
  baselines: Baselines,
  hub: HubId,
  component: ComponentKey | null,
  { before, after, targets = [] }: Sides,
): Promise<ImpactView> {
  const { table } = options;
  const first = await sideOf(options, baselines, hub, component, before);
  const then = await sideOf(options, baselines, hub, component, after);
  const [begin, end] = [first.points[0]?.second ?? second(0), first.points.at(-1)?.second ?? second(0)];
  const kept = new Before(table, begin);
  for (const point of first.points) kept.push(point);
  const since = then.points[0]?.second ?? end;
  const comparison = new Comparison(table, kept, since, {
    targets,
    closedLoad: options.status(hub)?.closed_load ?? false,
  });
  for (const point of then.points) comparison.push(point);
  const quality = first.baseline?.quality ?? qualityOf(table, first.points, begin, end + 1);
  return impactView(
    table,
    {
      hub,
      component,
      baseline: { id: first.baseline?.id ?? '', name: first.name, quality },
      marker: null,
      since,
      tolerance: defaultImpactOptions.tolerance,
    },
    comparison.impact(),
    { stability: [], balance: [] },
  );
}

async function sideOf(
  options: ImpactOptions,
  baselines: Baselines,
  hub: HubId,
  component: ComponentKey | null,
  wanted: StretchSide,
): Promise<Side> {
  if ('baseline' in wanted) {
    const found = baselines.find(wanted.baseline, null);
    if (found === null) {
      throw new HubscopeError('unknown_baseline', `No baseline is ${JSON.stringify(wanted.baseline)}.`);
    }
    return { name: found.name, baseline: found, points: await baselines.points(found, component) };
  }
  const [from, to] = [secondAfter(wanted.from), secondOf(millis(wanted.to))];
  if (from >= to) throw new HubscopeError('bad_range', 'The stretch holds no whole second.');
  if (to - from > longest) throw new HubscopeError('bad_range', 'A day at most can be compared.');
  const points: Point[] = [];
  for await (const piece of options.past.points({ hub, component, from, to })) points.push(...piece);
  return { name: `${iso(wanted.from)} to ${iso(wanted.to)}`, baseline: null, points };
}

const iso = (ms: number): string => new Date(ms).toISOString();
