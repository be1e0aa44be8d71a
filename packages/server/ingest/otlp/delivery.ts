import type { DropReason, HubId, Observation } from '@hubscope/core/signal';
import type { OwnHubs } from '../own-hubs.js';
import type { SeriesSink, Sink } from '../sink.js';
import type { Numbers } from './numbers.js';

/** Observations that are handed on at once. Few, so that those of a large request need not outlive the collector's next look at them. */
const chunk = 64;

/** Hubs whose losses in one request are told apart; those of others are of none, as windows have them too. */
const mostHubs = 1000;

/** What a request is answered: how many of its items could not be counted, and why. */
export interface Taken {
  readonly rejected: number;
  readonly message: string;
}

/** Reasons that are no fault of the request: its items were understood, and are counted elsewhere or not needed. */
const harmless: ReadonlySet<DropReason> = new Set([
  'unmapped',
  'log',
  'duplicate',
  'component_limit',
  'content',
]);

/** The way of one request's items to the windows, as one arrival; what can't become anything is counted. */
export class Delivery {
  /** Takes the points of metrics that are plain numbers. */
  readonly numbers: Numbers;
  readonly #sink: Sink & SeriesSink;
  #observations: Observation[] = [];
  #observed = 0;
  readonly #drops = new Map<HubId | null, Map<DropReason, number>>();
  readonly #rejected = new Map<DropReason, number>();
  readonly #own: OwnHubs;
  #failed = false;

  /**
   * @param numbers kept from request to request by who makes deliveries one after the other
   * @param own the hubs whose telemetry the sender may bring
   */
  constructor(sink: Sink & SeriesSink, numbers: Numbers, own: OwnHubs) {
    this.#sink = sink;
    this.#own = own;
    this.numbers = numbers;
    numbers.clear();
  }

  /** How many things it was given that can be counted. */
  get items(): number {
    return this.#observed + this.numbers.count;
  }

  /** Whether who takes the items threw: that is no fault of the request. */
  get failed(): boolean {
    return this.#failed;
  }

  /** Whether all that it was given is of hubs that the sender may not bring. Known at its end. */
  get foreign(): boolean {
    return this.#own.refused > 0 && this.items === 0 && this.#drops.size === 0;
  }

  observe(observation: Observation): void {
    const hub = observation.type === 'marker' ? observation.hub : observation.source.hub;
    if (!this.#own.has(hub)) {
      this.#refuse(hub, 1);
      return;
    }
    this.#observations.push(observation);
    this.#observed += 1;
    if (this.#observations.length >= chunk) this.#flush(true);
  }

  /** Counts what could not be taken in. */
  drop(hub: HubId, reason: DropReason, count = 1): void {
    if (count === 0) return;
    if (!this.#own.has(hub)) {
      this.#refuse(hub, count);
      return;
    }
    const key = this.#drops.size < mostHubs || this.#drops.has(hub) ? hub : null;
    const reasons = this.#drops.get(key) ?? new Map<DropReason, number>();
    this.#drops.set(key, reasons.set(reason, (reasons.get(reason) ?? 0) + count));
    this.#reject(reason, count);
  }

  /** Hands on the rest, and lets seconds close. To be called also where the request broke off: what stood before that is counted. */
  end(): void {
    if (this.#observed > 0) this.#flush(false);
    this.numbers.deliver(this.#sink, this.#own, (hub, reason) => {
      this.drop(hub, reason);
    });
    // It is no loss of the hub that was named, whose watchers are not to hear of it.
    if (this.#own.refused > 0) this.#sink.drop(null, 'forbidden_hub', this.#own.refused);
    for (const [hub, reasons] of this.#drops)
      for (const [reason, count] of reasons) this.#sink.drop(hub, reason, count);
  }

  taken(): Taken {
    let rejected = 0;
    for (const count of this.#rejected.values()) rejected += count;
    const message = [...this.#rejected].map(([reason, count]) => `${reason}: ${String(count)}`).join(', ');
    return { rejected, message };
  }

  #refuse(hub: HubId, count: number): void {
    this.#own.refuse(hub, count);
    this.#reject('forbidden_hub', count);
  }

  #flush(more: boolean): void {
    this.#failed = true;
    const { dropped } = this.#sink.accept(this.#observations, more);
    this.#failed = false;
    for (const [reason, count] of Object.entries(dropped)) this.#reject(reason as DropReason, count);
    this.#observations = [];
  }

  #reject(reason: DropReason, count: number): void {
    if (!harmless.has(reason)) this.#rejected.set(reason, (this.#rejected.get(reason) ?? 0) + count);
  }
}

/** The last moment that is taken for a time at all, ms: beyond it nanoseconds do not fit their 64 bits. */
const lastTime = 2 ** 63 / 1e6;

/** The greatest number that is taken for one that somebody measured: in any unit, and summed or squared, it stays finite. */
const mostMeasured = 1e100;

/** Whether a number can be one that was measured: no NaN, nor near the end of what a double holds. */
export function isMeasure(value: number): boolean {
  return value >= -mostMeasured && value <= mostMeasured;
}

/** Whether a time was given and can be one. */
export function isTime(ms: number): boolean {
  return ms > 0 && ms <= lastTime;
}
