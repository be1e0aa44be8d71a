import type { Point } from '@hubscope/core/signal';
import { shift, type Second } from '@hubscope/core/time';

/** A stretch without points at least so long is a restart, or looks like one, s. */
const silenceSeconds = 10;
/** How long a hub takes to be itself again after a restart, s: caches fill, code is compiled. */
export const warmUpSeconds = 30;

/** Sees silences in a row of points, so that the warm-up after each is left out. */
export class Silences {
  #last: Second | null = null;

  constructor(private readonly leaveOut: (from: Second, to: Second) => void) {}

  before(point: Point): void {
    if (this.#last !== null && point.second > this.#last + silenceSeconds) {
      this.leaveOut(point.second, shift(point.second, warmUpSeconds));
    }
    if (this.#last === null || point.second > this.#last) this.#last = point.second;
  }
}
