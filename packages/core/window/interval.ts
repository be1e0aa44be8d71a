/** Arrivals closer together than this belong together (one export in several requests), ms. */
export const togetherMs = 20;

/** Intervals that the usual one is the median of. */
const remembered = 9;

/** The numbers by which intervals are held: how many there were, and the last ones, the oldest overwritten first. All are 0 before one. */
export const intervalWidth = 1 + remembered;

/** Where the last intervals are put in order; nothing stays in it. */
const ordered = new Float64Array(remembered);

/**
 * Notes an interval among those that are held from `base` on. Answers the usual one, their median, in the unit that they have.
 * @param usual what was answered before; anything where this is the first
 */
export function usualAfter(held: Float64Array, base: number, interval: number, usual: number): number {
  const count = held[base] ?? 0;
  const place = base + 1 + (count % remembered);
  const gone = held[place] ?? NaN;
  held[place] = interval;
  held[base] = count + 1;
  if (count < remembered) return median(held, base + 1, count + 1);
  // One that was on its side of the median makes room for another there.
  const stays = (gone < usual && interval <= usual) || (gone > usual && interval >= usual);
  return stays || gone === interval ? usual : median(held, base + 1, remembered);
}

function median(held: Float64Array, from: number, count: number): number {
  for (let next = 0; next < count; next += 1) {
    const interval = held[from + next] ?? 0;
    let place = next;
    for (; place > 0 && (ordered[place - 1] ?? 0) > interval; place -= 1) {
      ordered[place] = ordered[place - 1] ?? 0;
    }
    ordered[place] = interval;
  }
  return ordered[count >> 1] ?? NaN;
}

/** Learns the usual interval between arrivals: the median of the last few. */
export class UsualInterval {
  /** NaN before one. */
  #last = NaN;
  #usual = NaN;
  readonly #held = new Float64Array(intervalWidth);

  arrived(at: number): void {
    const interval = at - this.#last;
    if (interval < togetherMs) return;
    if (!Number.isNaN(interval)) this.#usual = usualAfter(this.#held, 0, interval, this.#usual);
    this.#last = at;
  }

  /** ms; null before two arrivals. */
  value(): number | null {
    return Number.isNaN(this.#usual) ? null : this.#usual;
  }
}
