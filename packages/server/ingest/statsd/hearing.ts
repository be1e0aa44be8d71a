import type { Millis } from '@hubscope/core/time';

/** Intervals that are remembered. */
const remembered = 9;
/** As in the windows: a process is silent after three of its usual intervals, and not before this, ms. */
const silentIntervals = 3;
const leastSilenceMs = 10_000;

/** Whether a process is still heard. What it sent is handed on again and again, and says nothing of that. */
export class Hearing {
  readonly #intervals: number[] = [];
  #heardAt: Millis | null = null;

  /** Something came of it. */
  heard(now: Millis): void {
    if (this.#heardAt !== null) this.#intervals.push(this.quietMs(now));
    if (this.#intervals.length > remembered) this.#intervals.shift();
    this.#heardAt = now;
  }

  /** Since when nothing came of it, ms. */
  quietMs(now: Millis): number {
    // The clock was set back.
    if (this.#heardAt !== null && this.#heardAt > now) this.#heardAt = now;
    return now - (this.#heardAt ?? now);
  }

  /** Whether nothing came of it for so long that it is taken for gone. */
  silent(now: Millis): boolean {
    const passed = this.quietMs(now);
    if (passed <= leastSilenceMs) return false;
    const ordered = [...this.#intervals].sort((a, b) => a - b);
    return passed > silentIntervals * (ordered[ordered.length >> 1] ?? 0);
  }
}
