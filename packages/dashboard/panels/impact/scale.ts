import type { SignalInfo } from '@hubscope/core/wire';
import { impactWords as words } from '../../words/impact.js';

/** How far the scale reaches to each side where nothing lies further out, in doublings. */
const leastReach = 1;
/** Past so many doublings a bar ends in an arrow. */
const mostReach = 5;

/**
 * How many times as good, as doublings: 1 is twice as good, −1 half as good, whichever direction is better. An improvement is a
 * fraction of the baseline, so that where lower is better its ratio is the inverse of what is left of it.
 * @param change improvement as a fraction, positive when better
 */
export function doublings(change: number, better: SignalInfo['better']): number {
  if (better === 'lower') return change >= 1 ? Infinity : -Math.log2(1 - change);
  return change <= -1 ? -Infinity : Math.log2(1 + change);
}

/** A symmetric scale of doublings around no change. */
export interface ForestScale {
  /** Doublings at each end. */
  readonly reach: number;
}

/** The scale on which all of these stand; in whole doublings, so that it seldom moves. */
export function forestScale(positions: readonly number[]): ForestScale {
  const farthest = Math.max(0, ...positions.filter(Number.isFinite).map(Math.abs));
  return { reach: Math.min(mostReach, Math.max(leastReach, Math.ceil(farthest - 0.05))) };
}

/** Where a position stands, 0 (left end) to 1; what lies past an end stands on it. */
export function place({ reach }: ForestScale, position: number): number {
  return Math.min(1, Math.max(0, 0.5 + position / (2 * reach)));
}

/** The labels below: how many times as good. */
export function scaleLabels({ reach }: ForestScale): readonly [string, string, string] {
  const times = `${String(2 ** reach)}\u2009×`;
  return [words.worse(times), words.same, words.better(times)];
}
