import { setImmediate } from 'node:timers/promises';
import {
  Baseline as Before,
  Comparison,
  type Impact,
  type ImpactOptions as EngineOptions,
} from '@hubscope/core/impact';
import type { ComponentKey, HubId, Point, SignalTable } from '@hubscope/core/signal';
import { secondOf, shift, type Clock, type Second } from '@hubscope/core/time';
import type { ImpactDetail } from '@hubscope/core/wire';
import type { Past } from './ports.js';
import { Silences, warmUpSeconds } from './silences.js';

/** How many looks at the interval are kept; past it every second one is let go. */
const maxLooks = 240;
/** Points that wait while the past is read; the past holds them too by then. */
const maxWaiting = 3600;

type Look = ImpactDetail['history'][number];

/** What is compared with what. */
export interface Sides {
  readonly hub: HubId;
  /** Null: the hub itself. */
  readonly component: ComponentKey | null;
  readonly since: Second;
  /** The points of the baseline, oldest first. */
  before(): Promise<readonly Point[]>;
  /** Whether the process was started anew at `since`. */
  readonly restarted: boolean;
}

/** A baseline against the stretch since a moment: what is past is read from history, what closes from now on is pushed. */
export class LiveComparison {
  /** When somebody last asked for it, ms since the epoch. */
  askedAt = 0;
  readonly loaded: Promise<void>;
  readonly #looks = new Map<string, Look[]>();
  #engine: Comparison | null = null;
  #silences: Silences | null = null;
  #waiting: Point[] = [];
  #looked = -1;
  #every = 1;

  constructor(
    private readonly table: SignalTable,
    private readonly clock: Clock,
    private readonly past: Past,
    readonly sides: Sides,
    readonly options: Partial<EngineOptions>,
  ) {
    this.loaded = this.#load();
  }

  /** Takes in a second that closed or was amended. */
  push(point: Point): void {
    if (point.second < this.sides.since) return;
    if (this.#engine !== null) {
      this.#take(this.#engine, point);
      // Where signals are judged by turns, each second is a turn.
      if (this.options.atOnce !== undefined) this.#engine.look();
    } else if (this.#waiting.length < maxWaiting) this.#waiting.push(point);
  }

  /** What is known by now; null while the past is read. @param comparisons as many are held to the chance of error together */
  impact(comparisons = 1): Impact | null {
    return this.#engine?.impact(comparisons) ?? null;
  }

  /** A signal's interval as it narrowed, oldest first. */
  looks(signal: string): readonly Look[] {
    return this.#looks.get(signal) ?? [];
  }

  async #load(): Promise<void> {
    const { hub, component, since, restarted } = this.sides;
    const points = await this.sides.before();
    const first = points[0]?.second ?? since;
    const before = new Before(this.table, first, this.options.signals);
    const gaps = new Silences((from, to) => {
      before.leaveOut(from, to);
    });
    for (const [place, point] of points.entries()) {
      gaps.before(point);
      before.push(point);
      if (place % 300 === 299) await setImmediate();
    }
    const engine = new Comparison(this.table, before, since, this.options);
    if (restarted) engine.leaveOut(since, shift(since, warmUpSeconds));
    this.#silences = new Silences((from, to) => {
      engine.leaveOut(from, to);
    });
    const to = shift(secondOf(this.clock.now()), 1);
    if (since < to) {
      for await (const piece of this.past.points({ hub, component, from: since, to })) {
        for (const point of piece) this.#take(engine, point);
        await setImmediate();
      }
    }
    for (const point of this.#waiting) this.#take(engine, point);
    this.#waiting = [];
    this.#engine = engine;
  }

  #take(engine: Comparison, point: Point): void {
    this.#silences?.before(point);
    engine.push(point);
    const at = point.second - this.sides.since;
    if (at % 10 === 9 && at > this.#looked) this.#look(engine, at + 1);
  }

  #look(engine: Comparison, seconds: number): void {
    this.#looked = seconds;
    if (Math.floor(seconds / 10) % this.#every !== 0) return;
    let most = 0;
    for (const { signal, change, low, high, verdict } of engine.impact().signals) {
      const looks = this.#looks.get(signal) ?? [];
      this.#looks.set(signal, looks);
      looks.push({ seconds, change, low, high, verdict });
      most = Math.max(most, looks.length);
    }
    if (most <= maxLooks) return;
    this.#every *= 2;
    for (const [signal, looks] of this.#looks) {
      this.#looks.set(
        signal,
        looks.filter((_, place) => place % 2 === 1),
      );
    }
  }
}
