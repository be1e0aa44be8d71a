import { millis, type Millis } from '../time/index.js';
import { amendSeconds, futureMs } from './limits.js';

/**
 * The numbers of many metric points, a column each, as one arrival brings them. They are handed on by their place: a number that is passed
 * from function to function costs an object, one that is read where it is needed costs none.
 */
export class Points {
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** When the counter began, or the stretch that a point covers; NaN where that is not known. */
  readonly starts: Float64Array;
  /** When they arrive, and the oldest and the newest time that can be counted then. */
  readonly arrival = new Float64Array(3);

  constructor(readonly capacity: number) {
    this.times = new Float64Array(capacity);
    this.values = new Float64Array(capacity);
    this.starts = new Float64Array(capacity);
  }

  /** Says when the points arrive that are handed on next. */
  arrive(now: Millis): void {
    this.arrival[0] = now;
    this.arrival[1] = now - amendSeconds * 1000;
    this.arrival[2] = now + futureMs;
  }

  get now(): Millis {
    return millis(this.arrival[0] ?? 0);
  }

  time(at: number): number {
    return this.times[at] ?? NaN;
  }

  value(at: number): number {
    return this.values[at] ?? NaN;
  }

  start(at: number): number {
    return this.starts[at] ?? NaN;
  }

  /** Puts one point in its place. */
  set(at: number, start: Millis | null, time: Millis, value: number): void {
    this.starts[at] = start ?? NaN;
    this.times[at] = time;
    this.values[at] = value;
  }
}
