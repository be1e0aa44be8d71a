import { z } from 'zod';
import { middle } from '../distribution/index.js';
import type { Column, Point } from '../signal/index.js';
import type { Second } from '../time/index.js';
import type { Burn } from '../wire/index.js';

/** Bins of the short window: how finely both windows slide. */
const binsOfShort = 30;
const binsOfPeriod = 720;
/** Seconds that late data may still change. */
const amendable = 128;

/** Operations that were bad, of so many. */
export type Judged = readonly [bad: number, total: number];

/**
 * The bad operations of a point: the numerator of a ratio (errors of operations), or what lay above `good_below` in a distribution, to
 * within half a bucket. Null where nothing is known, or the signal counts no operations.
 */
export function badOf(point: Point, { signal }: Column, { good_below }: Burn): Judged | null {
  const reading = point.readings[signal.index] ?? null;
  if (reading?.fold === 'ratio') return [reading.numerator, reading.denominator];
  if (reading?.fold !== 'distribution' || good_below === null) return null;
  const { distribution } = reading;
  let bad = 0;
  distribution.forEachBucket((count, index) => {
    if (middle(index, distribution.scale) > good_below) bad += count;
  });
  return [bad, distribution.count];
}

const bins = z.array(z.tuple([z.number().int(), z.number(), z.number()])).max(4096);
/** What is kept of a burn window: bins by number, with what was bad and how many there were. */
export const burnMemory = z.object({ windows: bins, period: bins });
export type BurnMemory = z.infer<typeof burnMemory>;

/** Counts over a sliding stretch of time, in bins of one width; the oldest are written over. */
class Bins {
  readonly #bad: Float64Array;
  readonly #total: Float64Array;
  readonly #number: Float64Array;

  constructor(
    readonly width: number,
    count: number,
  ) {
    this.#bad = new Float64Array(count);
    this.#total = new Float64Array(count);
    this.#number = new Float64Array(count).fill(-1);
  }

  add(number: number, bad: number, total: number): void {
    const place = number % this.#number.length;
    const there = this.#number[place] ?? -1;
    if (there > number) return;
    const fresh = there !== number;
    this.#number[place] = number;
    this.#bad[place] = (fresh ? 0 : (this.#bad[place] ?? 0)) + bad;
    this.#total[place] = (fresh ? 0 : (this.#total[place] ?? 0)) + total;
  }

  /** What was counted in the newest `count` bins up to `newest`, and how many of them know anything. */
  sum(newest: number, count: number): readonly [bad: number, total: number, known: number] {
    let [bad, total, known] = [0, 0, 0];
    for (let place = 0; place < this.#number.length; place += 1) {
      const number = this.#number[place] ?? -1;
      if (number > newest || number <= newest - count || number < 0) continue;
      bad += this.#bad[place] ?? 0;
      total += this.#total[place] ?? 0;
      known += 1;
    }
    return [bad, total, known];
  }

  all(): [number, number, number][] {
    return [...this.#number].flatMap((number, place) =>
      number < 0 ? [] : [[number, this.#bad[place] ?? 0, this.#total[place] ?? 0]],
    );
  }
}

/** How fast one error budget is spent, over both of its windows, and what is left of it. */
export class BurnWindow {
  readonly #windows: Bins;
  readonly #period: Bins;
  readonly #recent = new Map<number, Judged>();

  constructor(
    private readonly burn: Burn,
    memory: BurnMemory | null = null,
  ) {
    const width = Math.max(1, Math.round(burn.short / binsOfShort));
    this.#windows = new Bins(width, Math.ceil(burn.long / width) + 1);
    this.#period = new Bins(Math.max(1, Math.round(burn.period / binsOfPeriod)), binsOfPeriod + 1);
    for (const each of memory?.windows ?? []) this.#windows.add(...each);
    for (const each of memory?.period ?? []) this.#period.add(...each);
  }

  /** What a second held; again for a second that late data changed. */
  set(which: Second, [bad, total]: Judged): void {
    const before = this.#recent.get(which);
    const [addedBad, addedTotal] = [bad - (before?.[0] ?? 0), total - (before?.[1] ?? 0)];
    this.#recent.set(which, [bad, total]);
    for (const oldest of this.#recent.keys()) {
      if (this.#recent.size <= amendable) break;
      this.#recent.delete(oldest);
    }
    for (const each of [this.#windows, this.#period]) {
      each.add(Math.floor(which / each.width), addedBad, addedTotal);
    }
  }

  /**
   * The lesser of the two windows' burn rates: 1 spends the budget in exactly the period. Null while less than the short window is
   * known, or no operation ended in it.
   */
  rate(now: Second): number | null {
    const { width } = this.#windows;
    const newest = Math.floor(now / width);
    const short = this.#windows.sum(newest, Math.round(this.burn.short / width));
    const long = this.#windows.sum(newest, Math.round(this.burn.long / width));
    // The long window must know more than the short one, else both say the same.
    if (short[1] <= 0 || long[2] < binsOfShort) return null;
    return Math.min(short[0] / short[1], long[0] / long[1]) / this.#allowed;
  }

  /** Percent of the budget that is left in the period so far; below 0 where more was spent. Null where no operation is known. */
  left(now: Second): number | null {
    const [bad, total] = this.#period.sum(Math.floor(now / this.#period.width), binsOfPeriod);
    return total <= 0 ? null : 100 * (1 - bad / total / this.#allowed);
  }

  memory(): BurnMemory {
    return { windows: this.#windows.all(), period: this.#period.all() };
  }

  get #allowed(): number {
    return 1 - this.burn.objective / 100;
  }
}
