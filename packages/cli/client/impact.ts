import {
  baseline,
  impact,
  marker,
  type ImpactSignal,
  type ImpactView,
  type StretchSide,
} from '@hubscope/core/wire';
import { z } from 'zod';
import { Refused, type Server } from './server.js';
import { moment } from './values.js';

/** Not one whole second has passed since the moment that is asked for: waiting helps. */
export class TooSoon extends Refused {
  override readonly name: string = 'TooSoon';

  constructor() {
    super('nothing has passed since that moment');
  }
}

/** Which comparison is wanted. */
export interface Wanted {
  readonly hub: string;
  readonly component?: string;
  /** A baseline by name or id; the one that the hub is compared with unless named. */
  readonly baseline?: string;
  /** A moment, or a marker's name or id; the newest marker after the baseline unless named, else the baseline's end. */
  readonly since?: string;
  /** How many of its answers something is made to depend on at once; one unless told. */
  readonly comparisons?: number;
}

/** Asks for an impact: what the hub is compared with now, or with a baseline and since a moment of one's own. */
export async function askImpact(server: Server, wanted: Wanted): Promise<ImpactView> {
  const hub = encodeURIComponent(wanted.hub);
  const { component, comparisons = 1 } = wanted;
  if (wanted.baseline === undefined && wanted.since === undefined) {
    const query = new URLSearchParams({ comparisons: String(comparisons) });
    if (component !== undefined) query.set('component', component);
    return server.ask(impact, `/hubs/${hub}/impact?${query.toString()}`);
  }
  const named =
    wanted.baseline ??
    (await server.ask(impact, `/hubs/${hub}/impact`)).baseline_id ??
    refuse('there is no baseline to compare with: name one with --baseline');
  const before = await server.ask(baseline, `/baselines/${encodeURIComponent(named)}?hub=${hub}`);
  const markers = await server.ask(z.array(marker), `/markers?hub=${hub}`);
  const chosen = markers.findLast(({ id, name }) => id === wanted.since || name === wanted.since);
  const newest = markers.findLast(({ at }) => at >= before.to - 1000 && at <= Date.now());
  const at =
    chosen?.at ??
    (wanted.since === undefined ? newest?.at : moment('--since', wanted.since, Date.now())) ??
    before.to;
  const from = Math.max(at, before.to);
  const now = Date.now();
  if (Math.floor(now / 1000) <= Math.ceil(from / 1000)) throw new TooSoon();
  const targets = (chosen ?? (wanted.since === undefined ? newest : undefined))?.targets;
  const sides = { before: { baseline: before.id }, after: { from, to: now }, comparisons };
  return askStretches(server, wanted.hub, component, sides, targets);
}

/** Asks for the comparison of two stretches. */
export function askStretches(
  server: Server,
  hub: string,
  component: string | undefined,
  sides: { readonly before: StretchSide; readonly after: StretchSide; readonly comparisons?: number },
  targets?: ImpactTargets,
): Promise<ImpactView> {
  return server.ask(impact, `/hubs/${encodeURIComponent(hub)}/compare`, 'POST', {
    ...sides,
    ...(component === undefined ? {} : { component }),
    ...(targets === undefined ? {} : { targets }),
  });
}

type ImpactTargets = z.infer<typeof marker>['targets'];

function refuse(message: string): never {
  throw new Refused(message);
}

/** A fraction in percent with its sign; a dash where it is unknown. */
export function percent(value: number | null): string {
  if (value === null) return '—';
  return `${value > 0 ? '+' : ''}${(100 * value).toFixed(1)} %`;
}

export function interval({ low, high }: Pick<ImpactSignal, 'low' | 'high'>): string {
  return low === null || high === null ? '—' : `${percent(low)} … ${percent(high)}`;
}

/** A value with three or so digits; a dash where it is unknown. */
export function value(number: number | null, unit: string): string {
  if (number === null) return '—';
  const size = Math.abs(number);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return `${number.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
}
