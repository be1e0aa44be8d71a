import { setImmediate } from 'node:timers/promises';
import { Baseline as Before, Comparison, defaultImpactOptions } from '@hubscope/core/impact';
import type { ComponentKey, HubId, Point } from '@hubscope/core/signal';
import { second, secondOf, shift, millis } from '@hubscope/core/time';
import {
  HubscopeError,
  type Baseline,
  type ImpactView,
  type Marker,
  type StretchSide,
  type Target,
} from '@hubscope/core/wire';
import type { Baselines } from './baselines.js';
import { secondAfter } from './choice.js';
import type { ImpactOptions } from './ports.js';
import { qualityOf } from './quality.js';
import { Silences, warmUpSeconds } from './silences.js';
import { impactView } from './view.js';

/** The longest stretch that is compared, s. */
const longest = 86_400;

/** What is compared with what. */
export interface Sides {
  readonly before: StretchSide;
  readonly after: StretchSide;
  readonly targets?: readonly Target[] | undefined;
  /** As many answers are held to the chance of error together; one unless told. */
  readonly comparisons?: number | undefined;
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
  { before, after, targets = [], comparisons = 1 }: Sides,
): Promise<ImpactView> {
  const { table } = options;
  const first = await sideOf(options, baselines, hub, component, before);
  const then = await sideOf(options, baselines, hub, component, after);
  const [begin, end] = [first.points[0]?.second ?? second(0), first.points.at(-1)?.second ?? second(0)];
  const kept = new Before(table, begin);
  const deployed = (await options.past.markers(hub)).filter(({ origin }) => origin === 'version');
  await pushAll(kept, first.points, deployed);
  const since = then.points[0]?.second ?? end;
  const comparison = new Comparison(table, kept, since, {
    targets,
    closedLoad: options.status(hub)?.closed_load ?? false,
  });
  await pushAll(comparison, then.points, deployed);
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
    comparison.impact(comparisons),
    { stability: [], balance: [] },
  );
}

/** Hands a stretch on, without the warm-up after each restart and each new version. */
async function pushAll(
  to: Pick<Before, 'push' | 'leaveOut'>,
  points: readonly Point[],
  deployed: readonly Marker[],
): Promise<void> {
  for (const { at } of deployed) to.leaveOut(secondAfter(at), shift(secondAfter(at), warmUpSeconds));
  const silences = new Silences((from, until) => {
    to.leaveOut(from, until);
  });
  for (const [place, point] of points.entries()) {
    silences.before(point);
    to.push(point);
    // A day of points takes a while: seconds that close meanwhile are not to wait for it.
    if (place % 300 === 299) await setImmediate();
  }
}

async function sideOf(
  options: ImpactOptions,
  baselines: Baselines,
  hub: HubId,
  component: ComponentKey | null,
  wanted: StretchSide,
): Promise<Side> {
  if ('baseline' in wanted) {
    const found = baselines.find(wanted.baseline, hub) ?? baselines.find(wanted.baseline, null);
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
