import { readStatistic, rollReadings, type Column, type Point, type Reading } from '@hubscope/core/signal';
import type { Second } from '@hubscope/core/time';

/** Seconds that are looked at together, so that one bad second is no illness. */
const recentSeconds = 10;

/** A signal over the last seconds. */
interface Rolled {
  readonly reading: Reading | null;
  /** How many seconds are in it. */
  readonly known: number;
}

/**
 * A hub's last seconds as one stretch: a quantile over them is that of all their operations, not a mean of quantiles. Points are held,
 * not copied.
 */
export class Recent {
  readonly #points: (Point | undefined)[] = [];
  readonly #rolled = new Map<number, Rolled>();
  #last: Second | null = null;

  /** Takes in a second, or one that late data changed. */
  set(point: Point): void {
    const place = point.second % recentSeconds;
    if ((this.#points[place]?.second ?? 0) > point.second) return;
    this.#points[place] = point;
    this.#rolled.clear();
  }

  /** A column over the ten seconds up to `last`, in the signal's unit; a count is that of a second. Null where nothing is known. */
  value(column: Column, last: Second): number | null {
    if (last !== this.#last) this.#rolled.clear();
    this.#last = last;
    const { index } = column.signal;
    let rolled = this.#rolled.get(index);
    if (rolled === undefined) {
      rolled = this.#roll(index, last);
      this.#rolled.set(index, rolled);
    }
    const value = readStatistic(column.signal, rolled.reading, column.statistic);
    return value !== null && column.statistic === 'count' ? value / rolled.known : value;
  }

  #roll(index: number, last: Second): Rolled {
    const readings = this.#points.flatMap((point) => {
      if (point === undefined || point.second > last || point.second <= last - recentSeconds) return [];
      return point.readings[index] ?? [];
    });
    return { reading: merged(readings), known: readings.length };
  }
}

/** Readings of one signal as one, with one copy of a distribution however many there are. */
function merged([first, ...rest]: readonly Reading[]): Reading | null {
  if (first?.fold !== 'distribution') return first === undefined ? null : rest.reduce(rollReadings, first);
  const distribution = first.distribution.clone();
  for (const each of rest) if (each.fold === 'distribution') distribution.merge(each.distribution);
  return { fold: 'distribution', distribution };
}
