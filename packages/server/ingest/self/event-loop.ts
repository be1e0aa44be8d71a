import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ExponentialHistogram } from '@hubscope/core/distribution';

/** How often the delay is sampled, ms. */
const resolutionMs = 20;
const scale = 6;
/** What is less than this is the timer's own jitter, ms. */
const leastMs = 0.1;

/** Watches how late timers of this process run, since the last reading. */
export class EventLoopDelay {
  readonly #histogram = monitorEventLoopDelay({ resolution: resolutionMs });

  start(): void {
    this.#histogram.enable();
  }

  stop(): void {
    this.#histogram.disable();
  }

  /** The delays since the last call beyond the sampling interval itself, ms; null where nothing was sampled. */
  take(): ExponentialHistogram | null {
    const { count } = this.#histogram;
    if (count === 0) return null;
    const byIndex = new Map<number, number>();
    let [zeroCount, sum, seen, max] = [0, 0, 0, 0];
    // Each entry says which part of all samples lies at or below a value; the difference to the one before is that value's count.
    for (const [percentile, nanoseconds] of this.#histogram.percentiles) {
      const upTo = Math.round((percentile / 100) * count);
      const here = upTo - seen;
      if (here <= 0) continue;
      seen = upTo;
      const ms = Math.max(0, nanoseconds / 1e6 - resolutionMs);
      sum += ms * here;
      max = Math.max(max, ms);
      if (ms < leastMs) {
        zeroCount += here;
        continue;
      }
      const index = Math.ceil(Math.log2(ms) * 2 ** scale) - 1;
      byIndex.set(index, (byIndex.get(index) ?? 0) + here);
    }
    this.#histogram.reset();
    const offset = Math.min(...byIndex.keys(), Infinity);
    const last = Math.max(...byIndex.keys(), -Infinity);
    const length = byIndex.size === 0 ? 0 : last - offset + 1;
    return {
      kind: 'exponential',
      scale,
      zeroCount,
      offset: length === 0 ? 0 : offset,
      counts: Array.from({ length }, (_, place) => byIndex.get(offset + place) ?? 0),
      sum,
      min: null,
      max,
    };
  }
}
