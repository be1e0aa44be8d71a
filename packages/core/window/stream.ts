import type { Millis } from '../time/index.js';
import { UsualInterval } from './interval.js';
import { Learnt } from './learnt.js';
import { amendSeconds, leastDelayMs, leastSilenceMs, mostDelayMs } from './limits.js';

/** One kind of telemetry of one process, spans or metrics: each is exported on its own schedule, so each has its own watermark. */
export class Stream {
  /** The newest event time delivered; null before any. */
  watermark: Millis | null = null;
  /** When something arrived last, by this machine's clock. */
  heardAt: Millis | null = null;
  /** How long after a moment it is told of, ms. */
  readonly #delay = new Learnt();
  readonly #interval = new UsualInterval();
  #gaps: { readonly from: Millis; readonly to: Millis }[] = [];

  /** @param spreads whether what it delivers tells of the time since the delivery before, as a metric point does */
  constructor(private readonly spreads: boolean) {}

  /** Something with this event time arrived. */
  observed(time: Millis, now: Millis): void {
    if (!this.spreads) this.#delay.record(now - time, now);
    if (this.watermark === null || time > this.watermark) {
      const from = this.watermark;
      const silent = from !== null && time - from > this.#silenceMs();
      // After a silence nothing is learnt of how long the time before usually takes.
      if (this.spreads) this.#delay.record(now - (silent ? time : (from ?? time)), now);
      if (silent) {
        this.#gaps = [...this.#gaps.filter((gap) => gap.to > now - amendSeconds * 1000), { from, to: time }];
      }
      this.watermark = time;
    }
  }

  /** A request with something for this stream was taken in. */
  heard(now: Millis): void {
    this.heardAt = now;
    this.#interval.arrived(now);
  }

  /** The usual interval between arrivals, ms; a second before it is known. */
  intervalMs(): number {
    return this.#interval.value() ?? 1000;
  }

  /** The learnt delay from what is told of to its arrival (p99), within its bounds, ms. */
  delayMs(now: Millis): number {
    return Math.min(Math.max(this.#delay.quantile(0.99, now) ?? 1000, leastDelayMs), mostDelayMs);
  }

  /** The usual delay from what is told of to its arrival, ms; null before one. */
  typicalMs(now: Millis): number | null {
    return this.#delay.quantile(0.5, now);
  }

  /** Whether it usually delivers soon enough to be waited for. */
  prompt(now: Millis): boolean {
    return (this.typicalMs(now) ?? 0) <= mostDelayMs;
  }

  /** Whether it was heard from within three of its usual intervals, 10 s at least. */
  alive(now: Millis): boolean {
    return this.heardAt !== null && now - this.heardAt <= this.#silenceMs();
  }

  /** Whether it delivered past a moment and was not silent around it: then what it did not tell did not happen. */
  vouches(moment: Millis): boolean {
    if (this.watermark === null || this.watermark < moment) return false;
    return !this.#gaps.some((gap) => gap.from < moment && moment <= gap.to);
  }

  #silenceMs(): number {
    return Math.max(3 * this.intervalMs(), leastSilenceMs);
  }
}
