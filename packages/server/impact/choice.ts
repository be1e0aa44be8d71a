import { secondOf, millis, second, type Second } from '@hubscope/core/time';
import type { Baseline, Marker } from '@hubscope/core/wire';

/** Which baseline is compared, and since when. */
export interface Choice {
  readonly baseline: Baseline;
  readonly since: Second;
  /** The marker at `since`; null where it is another moment. */
  readonly marker: Marker | null;
}

/** Seconds that a baseline must know to be compared with by itself. */
const leastSeconds = 50;

/** The first whole second that lies wholly after a moment. */
export function secondAfter(moment: number): Second {
  return second(Math.ceil(moment / 1000));
}

const usable = ({ quality }: Baseline): boolean => quality.known_seconds >= leastSeconds;

/**
 * What is compared unless a person chose: the newest marker with the newest baseline that a person kept between it and the marker before it,
 * else the one that was kept by itself, else the newest before it. A baseline that was kept after all markers is compared since its end.
 * @param baselines of one hub, in any order
 * @param markers of the same hub, oldest first
 * @param now markers that lie ahead play no part yet
 */
export function choose(
  baselines: readonly Baseline[],
  markers: readonly Marker[],
  now: number,
): Choice | null {
  const good = baselines.filter(usable).sort((a, b) => b.to - a.to);
  const passed = markers.filter(({ at }) => at <= now);
  const own = good.find(({ origin }) => origin !== 'automatic') ?? null;
  const marker = passed.findLast(({ at }) => good.some(({ to }) => to <= at + 1000)) ?? null;
  if (own !== null && (marker === null || own.to > marker.at + 1000)) {
    return { baseline: own, since: secondOf(millis(own.to)), marker: null };
  }
  if (marker === null) return null;
  const previous = passed.findLast(({ at }) => at < marker.at)?.at ?? -Infinity;
  const before = good.filter(({ to }) => to <= marker.at + 1000);
  const baseline =
    before.find(({ origin, to }) => origin !== 'automatic' && to > previous) ??
    before.find(({ marker_id }) => marker_id === marker.id) ??
    before[0];
  if (baseline === undefined) return null;
  return { baseline, since: second(Math.max(secondAfter(marker.at), baseline.to / 1000)), marker };
}
