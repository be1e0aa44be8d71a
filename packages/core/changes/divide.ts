import { scoreOfT, searchedTail } from './significance.js';

/** Fewest bins on either side of a change. */
export const leastSide = 4;

/** Longest interval whose every pair is compared; a longer one is looked at in coarser steps. */
const mostPairs = 1500;

/**
 * The place at which two parts of an interval differ most by the energy statistic, `nm/(n+m)·(2·E|X−Y| − E|X−X′| − E|Y−Y′|)`: the first bin
 * of the second part, or null where the interval is too short.
 * Source: Matteson & James, "A nonparametric approach for multiple change point analysis of multivariate data" (2014).
 */
export function mostDivided(values: Float64Array, from: number, to: number): number | null {
  const step = Math.ceil((to - from) / mostPairs);
  const part: number[] = [];
  for (let place = from; place < to; place += step) part.push(values[place] ?? 0);
  const size = part.length;
  const side = Math.ceil(leastSide / step);
  if (to - from < 2 * leastSide) return null;
  const [toLeft, toRight] = [new Float64Array(size), new Float64Array(size)];
  let right = 0;
  for (let one = 0; one < size; one += 1) {
    const value = part[one] ?? 0;
    for (let other = 0; other < one; other += 1) {
      const distance = Math.abs(value - (part[other] ?? 0));
      toLeft[one] = (toLeft[one] ?? 0) + distance;
      toRight[other] = (toRight[other] ?? 0) + distance;
      right += distance;
    }
  }
  let [left, across, best, found] = [0, 0, -Infinity, -1];
  for (let count = 1; count <= size - side; count += 1) {
    const [before, after] = [toLeft[count - 1] ?? 0, toRight[count - 1] ?? 0];
    left += before;
    right -= after;
    across += after - before;
    if (count < side) continue;
    const rest = size - count;
    const within = (pairs: number, sum: number): number =>
      pairs > 1 ? (2 * sum) / (pairs * (pairs - 1)) : 0;
    const energy = (2 * across) / (count * rest) - within(count, left) - within(rest, right);
    const statistic = (energy * count * rest) / size;
    if (statistic > best) [best, found] = [statistic, count];
  }
  return found === -1 ? null : from + found * step;
}

interface Part {
  readonly mean: number;
  /** Sum of squared deviations, and of products of neighbouring ones. */
  readonly squares: number;
  readonly products: number;
  readonly count: number;
}

function partOf(values: Float64Array, from: number, to: number): Part {
  let mean = 0;
  for (let place = from; place < to; place += 1) mean += (values[place] ?? 0) / (to - from);
  let [squares, products, last] = [0, 0, 0];
  for (let place = from; place < to; place += 1) {
    const deviation = (values[place] ?? 0) - mean;
    squares += deviation * deviation;
    products += deviation * last;
    last = deviation;
  }
  return { mean, squares, products, count: to - from };
}

/**
 * The chance to find two parts that differ so much, while nothing changes: a t-test that allows for neighbours that depend on each other
 * (effective sample size of an AR(1) series) and for having searched for the place.
 */
export function chanceOf(values: Float64Array, from: number, at: number, to: number): number {
  const [first, second] = [partOf(values, from, at), partOf(values, at, to)];
  const count = first.count + second.count;
  const squares = first.squares + second.squares;
  if (first.count < leastSide || second.count < leastSide) return 1;
  const difference = second.mean - first.mean;
  if (squares <= 1e-12 * count * first.mean ** 2) return difference === 0 ? 1 : 0;
  const raw = (first.products + second.products) / squares;
  // The estimate from so few values is too low by (1 + 4ρ)/n. Source: Marriott & Pope (1954).
  const correlation = Math.min(0.95, Math.max(0, raw + (1 + 4 * Math.max(0, raw)) / count));
  const effective = (1 - correlation) / (1 + correlation);
  const freedom = Math.max(1, count * effective - 2);
  const variance = squares / Math.max(1, count - 2);
  const error = Math.sqrt((variance / effective) * (1 / first.count + 1 / second.count));
  return searchedTail(scoreOfT(difference / error, freedom), count, leastSide);
}
