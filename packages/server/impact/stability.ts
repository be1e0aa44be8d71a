import { valueOf, type Point, type SignalTable } from '@hubscope/core/signal';
import type { StabilityRow } from '@hubscope/core/wire';
import { duration } from './words.js';

/** Spans that are looked back over, and the seconds of a mean within each. */
const spans = [
  { over: 3600, step: 60 },
  { over: 86_400, step: 600 },
] as const;
/** Means below which nothing is said. */
const least = 15;
/** Growth an hour, as a share of the level, within which memory is stable. */
const stableShare = 0.01;
/** 95 % of a normal distribution lie within so many standard deviations. */
const z = 1.96;

interface Slope {
  readonly slope: number;
  readonly low: number;
  readonly high: number;
}

function autocorrelation(residuals: readonly number[]): number {
  const square = residuals.reduce((sum, value) => sum + value ** 2, 0);
  const product = residuals.slice(1).reduce((sum, value, place) => sum + value * (residuals[place] ?? 0), 0);
  return square > 0 ? Math.max(0, Math.min(0.95, product / square)) : 0;
}

function median(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  const high = sorted[Math.floor(middle)] ?? 0;
  return sorted.length % 2 === 1 ? high : (high + (sorted[middle - 1] ?? high)) / 2;
}

/**
 * The median of the slopes between all pairs, with an interval that allows for autocorrelation of what is left. Source: Sen (1968);
 * the variance of Kendall's S, widened by (1+r)/(1−r) as for AR(1) (after Hamed & Rao 1998).
 * @param values at equal steps, null where unknown
 * @returns per step; null where fewer than {@link least} are known
 */
export function theilSen(values: readonly (number | null)[]): Slope | null {
  const known = values.flatMap((value, at) => (value === null ? [] : [{ at, value }]));
  if (known.length < least) return null;
  const slopes: number[] = [];
  for (const [place, first] of known.entries()) {
    for (const second of known.slice(place + 1)) {
      slopes.push((second.value - first.value) / (second.at - first.at));
    }
  }
  slopes.sort((a, b) => a - b);
  const slope = median(slopes);
  const level = median(known.map(({ at, value }) => value - slope * at).sort((a, b) => a - b));
  const lag = autocorrelation(known.map(({ at, value }) => value - slope * at - level));
  const n = known.length;
  const spread = z * Math.sqrt(((n * (n - 1) * (2 * n + 5)) / 18) * ((1 + lag) / (1 - lag)));
  const rank = (place: number): number =>
    slopes[Math.max(0, Math.min(slopes.length - 1, Math.round(place)))] ?? slope;
  return {
    slope,
    low: rank((slopes.length - spread) / 2 - 1),
    high: rank((slopes.length + spread) / 2),
  };
}

/** Means of equal steps, newest last, as far back as a span. */
class Means {
  readonly #sums = new Map<number, [total: number, count: number]>();

  constructor(
    readonly over: number,
    readonly step: number,
  ) {}

  add(second: number, value: number): void {
    const number = Math.floor(second / this.step);
    const [total, count] = this.#sums.get(number) ?? [0, 0];
    this.#sums.set(number, [total + value, count + 1]);
    for (const old of this.#sums.keys()) {
      if (old > number - this.over / this.step) break;
      this.#sums.delete(old);
    }
  }

  /** Whole steps only: the one that runs is left out. */
  values(): (number | null)[] {
    const numbers = [...this.#sums.keys()];
    const [first, last] = [numbers[0], numbers.at(-1)];
    if (first === undefined || last === undefined) return [];
    return Array.from({ length: last - first }, (_, place) => {
      const [total, count] = this.#sums.get(first + place) ?? [0, 0];
      return count === 0 ? null : total / count;
    });
  }
}

function rowOf(means: Means): StabilityRow {
  const { over, step } = means;
  const values = means.values();
  const found = theilSen(values);
  const base = { signal: 'memory', over };
  if (found === null) {
    const more = Math.max(0, least - values.length) * step;
    const words = `not yet known, about ${duration(more)} more`;
    return { ...base, per_hour: null, low: null, high: null, state: 'unknown', words };
  }
  const hourly = 3600 / step;
  const [perHour, low, high] = [found.slope * hourly, found.low * hourly, found.high * hourly];
  const level = values.findLast((value) => value !== null) ?? 0;
  const bound = stableShare * level;
  const row = { ...base, per_hour: perHour, low, high };
  if (low >= -bound && high <= bound) {
    return { ...row, state: 'stable', words: `stable within ${bound.toFixed(1)} MB an hour` };
  }
  if (low > 0) {
    const doubled = level / perHour;
    const ahead = Number.isFinite(doubled) ? `, twice as much in about ${duration(3600 * doubled)}` : '';
    return { ...row, state: 'growing', words: `grows ${perHour.toFixed(1)} MB an hour${ahead}` };
  }
  if (high < 0) return { ...row, state: 'falling', words: `falls ${(-perHour).toFixed(1)} MB an hour` };
  return { ...row, state: 'unknown', words: `between ${low.toFixed(1)} and ${high.toFixed(1)} MB an hour` };
}

/** How a hub's memory grows, over the last hour and the last day. */
export class MemoryGrowth {
  readonly #means = spans.map(({ over, step }) => new Means(over, step));
  readonly #column;
  #rows: { at: number; rows: StabilityRow[] } | null = null;
  #newest = 0;

  constructor(table: SignalTable) {
    this.#column = table.column('memory');
  }

  add(point: Point): void {
    const value = this.#column === null ? null : valueOf(point, this.#column);
    if (value === null) return;
    this.#newest = point.second;
    for (const means of this.#means) means.add(point.second, value);
  }

  /** None where the hub's memory is unknown. Computed once a minute. */
  rows(): StabilityRow[] {
    if (this.#newest === 0) return [];
    const at = Math.floor(this.#newest / 60);
    if (this.#rows?.at !== at) this.#rows = { at, rows: this.#means.map(rowOf) };
    return this.#rows.rows;
  }
}
