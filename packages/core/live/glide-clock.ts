/** Ticks that are remembered to learn how late seconds come. */
const remembered = 60;
/** The share of ticks that have come by the time their second reaches the edge. */
const inTime = 0.9;
/** How fast the learnt delay may move, ms a tick: the glide speeds up or slows by no more than a twentieth. */
const slewMs = 50;
/** Past this difference the clock jumps; catching up would take minutes. */
const jumpMs = 5000;
/** The gap at the right edge grows no further than this, s, so that what is known stays in sight. */
const longestGap = 30;
/** A second may be shown so much before its time, s: a tick that is a little early need not wait. */
const early = 0.6;

/**
 * Says which second stands at a chart's right edge at a moment, moving at one second a second behind the ticks by a learnt delay.
 * Seconds that arrive in bursts (a hub that exports every five seconds) so appear one by one. Moments: ms of the page's clock;
 * edges: s since the epoch with a fraction.
 */
export class GlideClock {
  #delays: number[] = [];
  #delay: number | null = null;
  #newest: number | null = null;

  /** Forgets everything: another hub. */
  reset(): void {
    this.#delays = [];
    this.#delay = null;
    this.#newest = null;
  }

  /** A connection began anew: what it catches up on says nothing about how late seconds come. */
  forgetTicks(): void {
    this.#delays = [];
  }

  /** A snapshot: its newest second, and how far that second's start lay behind when it closed (ms), where that is known. */
  seed(second: number, delay: number): void {
    this.#newest = second;
    this.#delay ??= delay;
  }

  /** Seconds came that were due long ago (a resume): they move the data, not the delay. */
  advance(second: number): void {
    this.#newest = Math.max(second, this.#newest ?? second);
  }

  /** A tick with this second arrived at this moment. */
  learn(second: number, at: number): void {
    this.advance(second);
    this.#delays.push(at - second * 1000);
    if (this.#delays.length > remembered) this.#delays.shift();
    const sorted = this.#delays.toSorted((a, b) => a - b);
    const target = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * inTime))];
    if (target === undefined) return;
    const off = target - (this.#delay ?? target);
    this.#delay =
      this.#delay === null || Math.abs(off) > jumpMs
        ? target
        : this.#delay + Math.max(-slewMs, Math.min(slewMs, off));
  }

  /** The learnt delay between a second's start and its showing, ms; null before any second came. */
  get delay(): number | null {
    return this.#delay;
  }

  /** The moment of event time at the right edge; null before any second came. Stops {@link longestGap} past the newest second. */
  edge(now: number): number | null {
    if (this.#delay === null || this.#newest === null) return null;
    return Math.min((now - this.#delay) / 1000, this.#newest + longestGap);
  }

  /** The newest second that is shown at a moment; null before any. */
  shown(now: number): number | null {
    const edge = this.edge(now);
    if (edge === null || this.#newest === null) return null;
    return Math.min(this.#newest, Math.floor(edge + early));
  }
}
