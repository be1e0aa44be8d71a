import { longestFirstMs, restartToleranceMs, type NoDelta } from './delta.js';
import type { Points } from './points.js';

/**
 * The points of a series of plain numbers as what changed: the same as a `DeltaSeries` of them, without an object a point. What was found is
 * read from `from` and `change` until the next point.
 */
export class Counter {
  /** Where the stretch of the last change began, ms; NaN where that is not known. */
  from = NaN;
  /** What was counted in it. */
  change = NaN;
  /** The newest point; NaN before one. */
  time = NaN;
  #start = NaN;
  #value = NaN;

  /** A point whose value is already what changed. Answers why it changes nothing, or null. */
  delta(points: Points, at: number): NoDelta | null {
    const time = points.time(at);
    if (time <= this.time) return time === this.time ? 'duplicate' : 'out_of_order';
    const start = points.start(at);
    this.from = start < time ? start : this.time;
    this.change = points.value(at);
    this.time = time;
    return null;
  }

  /** A point whose value is a running total since its start. Answers why it changes nothing, or null. */
  cumulative(points: Points, at: number): NoDelta | null {
    const time = points.time(at);
    const value = points.value(at);
    const start = points.start(at);
    const last = this.time;
    if (time <= last) return time === last ? 'duplicate' : 'out_of_order';
    // NaN is no start: then neither comparison holds.
    const restarted = start < this.#start || start > this.#start;
    if (restarted && start < last - restartToleranceMs) return 'conflict';
    const rose = !restarted && value >= this.#value;
    this.from = restarted ? start : last;
    this.change = rose ? value - this.#value : value;
    this.#start = start;
    this.time = time;
    this.#value = value;
    if (!Number.isNaN(last)) return null;
    this.from = start;
    return start < time && time - start <= longestFirstMs ? null : 'first';
  }
}
