import { partsOf } from '@hubscope/core/judge';
import { comparedSignals } from '@hubscope/core/impact';
import { valueOf, type Column, type Point, type SignalTable } from '@hubscope/core/signal';
import type { BaselineQuality } from '@hubscope/core/wire';

/** Seconds a batch: neighbouring means are nearly independent. */
const batchSeconds = 10;
/** Below this a baseline's own noise is hardly known, s. */
const shortSeconds = 120;
/** Batches on each side of a split before it is said to drift. */
const leastBatches = 4;
/** Where the stretch is split in two. */
const splits = [0.25, 0.5, 0.75];
/** A drift smaller than this share is none. */
const smallDrift = 0.02;
/**
 * Standard errors that a drift must exceed: some ten columns are looked at, at three splits each, and an error that is estimated from a few
 * batches is itself uncertain.
 * @param batches on the shorter side
 */
const driftErrors = (batches: number): number => 3 + 12 / batches;

/** The means of a column over batches of the stretch; unknown ones are left out. */
function batchMeans(points: readonly Point[], column: Column): number[] {
  const batches = new Map<number, [total: number, weight: number]>();
  for (const point of points) {
    const parts = partsOf(point, column);
    if (parts === null) continue;
    const number = Math.floor(point.second / batchSeconds);
    const [total, weight] = batches.get(number) ?? [0, 0];
    batches.set(number, [total + parts[0], weight + parts[1]]);
  }
  return [...batches.values()].flatMap(([total, weight]) => (weight > 0 ? [total / weight] : []));
}

function meanAndError(values: readonly number[]): [mean: number, error: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const neighbours = values.slice(1).reduce((sum, value, place) => {
    return sum + (value - mean) * ((values[place] ?? mean) - mean);
  }, 0);
  const variation = square * (values.length - 1);
  // Batches that lean on each other say less: the variance of the mean grows by (1+r)/(1−r) for AR(1).
  const lag = variation > 0 ? Math.max(0, Math.min(0.9, neighbours / variation)) : 0;
  return [mean, Math.sqrt((square / values.length) * ((1 + lag) / (1 - lag)))];
}

/** Whether a later part of a column differs from an earlier one beyond noise; null where that can't be told. */
function drifts(values: readonly number[]): boolean | null {
  if (values.length < 2 * leastBatches) return null;
  return splits.some((split) => {
    const place = Math.round(split * values.length);
    const least = Math.min(place, values.length - place);
    if (least < leastBatches) return false;
    const [first, firstError] = meanAndError(values.slice(0, place));
    const [second, secondError] = meanAndError(values.slice(place));
    const difference = Math.abs(second - first);
    return (
      difference > smallDrift * Math.max(Math.abs(first), Math.abs(second)) &&
      difference > driftErrors(least) * Math.hypot(firstError, secondError)
    );
  });
}

/** Stretches of unknown seconds between the known ones, and at the ends. */
function gapsIn(known: ReadonlySet<number>, from: number, to: number): number {
  let [gaps, inGap] = [0, false];
  for (let second = from; second < to; second += 1) {
    const missing = !known.has(second);
    if (missing && !inGap) gaps += 1;
    inGap = missing;
  }
  return gaps;
}

function adviceOf(quality: Omit<BaselineQuality, 'advice' | 'grade'>): string[] {
  const advice: string[] = [];
  if (quality.known_seconds === 0) {
    return ['Nothing is known of these seconds: choose a stretch in which the hub reported.'];
  }
  if (quality.known_seconds < shortSeconds) {
    advice.push(
      `Only ${String(quality.known_seconds)} s are known: with ${String(shortSeconds)} s or more, smaller changes are proven sooner.`,
    );
  }
  if (quality.known_seconds < 0.9 * quality.seconds) {
    const share = Math.round(100 * (1 - quality.known_seconds / quality.seconds));
    advice.push(`${String(share)} % of it is unknown: a stretch without gaps says more.`);
  }
  if (quality.drifting.length > 0) {
    advice.push(
      `It is not steady (${quality.drifting.join(', ')}): choose a stretch after the hub has settled, or a longer one.`,
    );
  }
  if (quality.load === null) advice.push('The load is unknown, so that it can’t be compared at equal load.');
  return advice;
}

/**
 * How good a stretch is to compare with.
 * @param points of the hub itself, oldest first
 * @param from its first second
 * @param to excluded
 */
export function qualityOf(
  table: SignalTable,
  points: readonly Point[],
  from: number,
  to: number,
): BaselineQuality {
  const throughput = table.column('throughput');
  const known = new Set<number>(
    points.flatMap((point) =>
      throughput !== null && valueOf(point, throughput) !== null ? [point.second] : [],
    ),
  );
  const columns = comparedSignals.flatMap((name) => table.column(name) ?? []);
  const verdicts = columns
    .filter(({ statistic }) => statistic === 'mean' || statistic === 'value')
    .map((column) => ({ name: column.name, drift: drifts(batchMeans(points, column)) }));
  const told = verdicts.filter(({ drift }) => drift !== null);
  const drifting = told.filter(({ drift }) => drift === true).map(({ name }) => name);
  const loads = throughput === null ? [] : batchMeans(points, throughput);
  const quality = {
    seconds: to - from,
    known_seconds: known.size,
    gaps: gapsIn(known, from, to),
    steady: told.length === 0 ? null : drifting.length === 0,
    drifting,
    load:
      loads.length === 0
        ? null
        : {
            low: Math.min(...loads),
            mean: loads.reduce((sum, load) => sum + load, 0) / loads.length,
            high: Math.max(...loads),
          },
  };
  const advice = adviceOf(quality);
  const grade = points.length === 0 ? 'unusable' : advice.length === 0 ? 'good' : 'weak';
  return { grade, ...quality, advice };
}
