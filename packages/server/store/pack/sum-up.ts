import { Distribution, quantileOf, type FilledBuckets } from '@hubscope/core/distribution';
import { quantiles, type Fold, type Reading, type Signal, type Statistic } from '@hubscope/core/signal';
import type { Readings } from './readings.js';

/** Merges readings of one signal, one after the other, as `rollReadings` does, and makes nothing of those that it merges. */
export interface SumUp {
  /** @param whole whether all that they were is asked for in the end, and not only statistics */
  add(readings: Readings, place: number, whole: boolean): void;
  /** A statistic of all that was added; NaN where it is unknown. */
  read(statistic: Statistic): number;
  /** The same of what was added last alone; before anything else is read. */
  readLast(statistic: Statistic): number;
  /** All that was added as whole; null: nothing was. Read nothing after it. */
  whole(): Reading | null;
  clear(): void;
}

function mismatch(fold: Fold, readings: Readings): never {
  throw new TypeError(`a ${fold} and a ${readings.fold} reading do not merge`);
}

function sums(): SumUp {
  let [value, seconds, last] = [NaN, 0, NaN];
  return {
    add(readings, place) {
      if (readings.fold !== 'sum') return mismatch('sum', readings);
      last = readings.values[place] ?? NaN;
      const more = readings.seconds[place] ?? 1;
      const all = seconds + more;
      if (Number.isNaN(value)) value = last;
      else value = all === 0 ? 0 : (value * seconds + last * more) / all;
      seconds = all;
    },
    read: () => value,
    readLast: () => last,
    whole: () => (Number.isNaN(value) ? null : { fold: 'sum', value, seconds }),
    clear() {
      [value, seconds] = [NaN, 0];
    },
  };
}

function ratios({ scale }: Signal): SumUp {
  let [numerator, denominator, last, known] = [0, 0, NaN, false];
  const ratio = (above: number, below: number): number => (below > 0 ? (scale * above) / below : NaN);
  return {
    add(readings, place) {
      if (readings.fold !== 'ratio') return mismatch('ratio', readings);
      const [above = 0, below = 0] = [readings.numerators[place], readings.denominators[place]];
      numerator += above;
      denominator += below;
      last = ratio(above, below);
      known = true;
    },
    read: () => ratio(numerator, denominator),
    readLast: () => last,
    whole: () => (known ? { fold: 'ratio', numerator, denominator } : null),
    clear() {
      [numerator, denominator, known] = [0, 0, false];
    },
  };
}

/** What is known of a distribution without its buckets. */
interface Plain {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

function plainStatistic({ count, sum, min, max }: Plain, statistic: Statistic): number {
  if (statistic === 'count') return count;
  if (count <= 0) return NaN;
  if (statistic === 'min') return min;
  return statistic === 'max' ? max : sum / count;
}

/** Merges buckets only where a quantile is asked for: most of what is drawn are means. */
function distributions(wanted: readonly Statistic[]): SumUp {
  const withBuckets = wanted.some((statistic) => quantiles[statistic] !== undefined);
  const plain = { count: 0, sum: 0, min: Infinity, max: -Infinity };
  let known = false;
  let merged = new Distribution();
  let last: FilledBuckets | null = null;
  return {
    add(readings, place, whole) {
      if (readings.fold !== 'distribution') return mismatch('distribution', readings);
      const each = readings.load(place, withBuckets || whole);
      last = each;
      known = true;
      if (each.count === 0) return;
      plain.count += each.count;
      plain.sum += each.sum;
      plain.min = Math.min(plain.min, each.min);
      plain.max = Math.max(plain.max, each.max);
      if (withBuckets || whole) merged.mergeFilled(each);
    },
    read(statistic) {
      const quantile = quantiles[statistic];
      return quantile === undefined ? plainStatistic(plain, statistic) : (merged.quantile(quantile) ?? NaN);
    },
    readLast(statistic) {
      if (last === null) return NaN;
      const quantile = quantiles[statistic];
      return quantile === undefined ? plainStatistic(last, statistic) : (quantileOf(last, quantile) ?? NaN);
    },
    whole() {
      if (!known) return null;
      const distribution = merged;
      merged = new Distribution();
      return { fold: 'distribution', distribution };
    },
    clear() {
      Object.assign(plain, { count: 0, sum: 0, min: Infinity, max: -Infinity });
      known = false;
      merged.clear();
    },
  };
}

/** Cores are shown live and not kept. */
const nothing: SumUp = {
  add: () => undefined,
  read: () => NaN,
  readLast: () => NaN,
  whole: () => null,
  clear: () => undefined,
};

/** @param wanted the statistics that will be read */
export function sumUpOf(signal: Signal, wanted: readonly Statistic[]): SumUp {
  if (signal.fold === 'sum') return sums();
  if (signal.fold === 'ratio') return ratios(signal);
  return signal.fold === 'distribution' ? distributions(wanted) : nothing;
}
