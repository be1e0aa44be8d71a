import { Distribution } from '../distribution/index.js';
import type { Component, SpanId, SpanObservation } from '../signal/index.js';
import type { Millis } from '../time/index.js';
import type { Entry } from './roster.js';
import type { RowRoom } from './row-room.js';

/** What the operations that ended in one second add up to. */
export class OperationTally {
  count = 0;
  /** Null where what counted them does not say which failed. */
  errors: number | null = 0;
  /** Sum of durations, ms. */
  durationMs = 0;
  readonly latency = new Distribution();

  add(durationMs: number, failed: boolean, weight: number): void {
    this.count += weight;
    if (failed) this.errors = (this.errors ?? 0) + weight;
    this.durationMs += durationMs * weight;
    this.latency.record(durationMs, weight);
  }

  /**
   * Adds a share of operations that are known only as a histogram, ms.
   * @param failed null where that is not told
   */
  addHistogram(latency: Distribution, failed: boolean | null, share: number): void {
    this.count += latency.count * share;
    if (failed === null) this.errors = null;
    else if (failed) this.errors = (this.errors ?? 0) + latency.count * share;
    this.durationMs += latency.sum * share;
    this.latency.merge(latency, share);
  }

  clone(): OperationTally {
    const copy = new OperationTally();
    copy.count = this.count;
    copy.errors = this.errors;
    copy.durationMs = this.durationMs;
    copy.latency.merge(this.latency);
    return copy;
  }
}

/** Notes the signals that a span tells of beside its operation. Answers whether there are any. */
export function noteCarried(span: SpanObservation, told: Set<string>): boolean {
  const { tokensIn, tokensOut, ttftMs, cost, values } = span;
  if (tokensIn !== null) told.add('tokens_in');
  if (tokensOut !== null) told.add('tokens_out');
  if (ttftMs !== null) told.add('ttft');
  if (typeof cost === 'number') told.add('cost');
  const more = values !== undefined && values.length > 0;
  if (more) for (const { signal } of values) told.add(signal);
  return more || tokensIn !== null || tokensOut !== null || ttftMs !== null || typeof cost === 'number';
}

/** What came of a signal in one second. */
interface Amount {
  sum: number;
}

/** What nothing was told of: most components do operations and no more. */
const nothing: ReadonlyMap<string, never> = new Map<string, never>();

/** What one second of a component, or of a whole hub, adds up to: everything but gauges. */
export class WorkTally {
  #distributions: Map<string, Distribution> | null = null;
  #amounts: Map<string, Amount> | null = null;

  constructor(readonly operations = new OperationTally()) {}

  /** By signal name, of signals that fold as distributions. */
  get distributions(): ReadonlyMap<string, Distribution> {
    return this.#distributions ?? nothing;
  }

  /** By signal name: amounts that came in this second, of signals that are rates. */
  get amounts(): ReadonlyMap<string, Amount> {
    return this.#amounts ?? nothing;
  }

  /** The same work, with operations of its own to add to. */
  copy(): WorkTally {
    const copy = new WorkTally(this.operations.clone());
    copy.#distributions = this.#distributions;
    copy.#amounts = this.#amounts;
    return copy;
  }

  distribution(signal: string): Distribution {
    const distributions = (this.#distributions ??= new Map<string, Distribution>());
    let distribution = distributions.get(signal);
    if (distribution === undefined) {
      distribution = new Distribution();
      distributions.set(signal, distribution);
    }
    return distribution;
  }

  /** Adds what a span carries beside its operation: tokens, their cost, the time to the first, and what mappings read from it. */
  carry(span: SpanObservation): void {
    const { weight, tokensIn, tokensOut, ttftMs, cost, values } = span;
    if (tokensIn !== null) this.amount('tokens_in', tokensIn * weight);
    if (tokensOut !== null) this.amount('tokens_out', tokensOut * weight);
    if (ttftMs !== null) this.distribution('ttft').record(ttftMs, weight);
    if (typeof cost === 'number') this.amount('cost', cost * weight);
    for (const { signal, value, fold } of values ?? []) {
      if (fold === 'sum') this.amount(signal, value * weight);
      else this.distribution(signal).record(value, weight);
    }
  }

  amount(signal: string, value: number): void {
    const amounts = (this.#amounts ??= new Map<string, Amount>());
    const amount = amounts.get(signal);
    if (amount === undefined) amounts.set(signal, { sum: value });
    else amount.sum += value;
  }
}

/** A span that is an operation of its hub unless one of the hub's own spans turns out to be its parent. */
export interface Candidate {
  readonly parentId: SpanId;
  /** The service that it enters, unless its parent turns out to have run in the same process; null for spans with a part of their own. */
  readonly component: Component | null;
  /** The number of the process that it ran in. */
  readonly process: number;
  readonly durationMs: number;
  readonly failed: boolean;
  readonly weight: number;
}

/** A component of one second: its key, its work, and what is remembered of it. */
export interface Row {
  readonly key: string;
  readonly work: WorkTally;
  readonly entry: Entry;
}

/** One second of one hub, kept until it can no longer be amended. */
export class SecondBucket {
  /** From spans. */
  readonly work = new WorkTally();
  candidates: Candidate[] = [];
  readonly components = new Map<string, WorkTally>();
  /** From metrics; used where no spans tell the same. `operations` are by metric name. */
  readonly metered = new Map<string, OperationTally>();
  readonly meteredDistributions = new Map<string, Distribution>();
  /** Where the work of components is counted that have a row of their own, by the one object that ingest keeps of each. */
  readonly rows = new Map<Component, Row>();
  /** Instances that delivered an operation of this second. */
  readonly contributors = new Set<string>();
  #contributor = '';
  /** When every expected instance had reported past it; null before. */
  readyAt: Millis | null = null;
  closed = false;
  readonly #room: RowRoom;

  constructor(room: RowRoom) {
    this.#room = room;
  }

  /** An instance delivered an operation of this second. */
  contributed(instance: string): void {
    // Spans of one process come together.
    if (instance === this.#contributor) return;
    this.#contributor = instance;
    this.contributors.add(instance);
  }

  component(key: string): WorkTally {
    let tally = this.components.get(key);
    if (tally === undefined) {
      tally = new WorkTally();
      this.components.set(key, tally);
      this.#room.taken += 1;
    }
    return tally;
  }

  /** Gives the room of its rows back. */
  forget(): void {
    this.#room.taken -= this.components.size;
  }

  meteredOperations(metric: string): OperationTally {
    let tally = this.metered.get(metric);
    if (tally === undefined) {
      tally = new OperationTally();
      this.metered.set(metric, tally);
    }
    return tally;
  }

  meteredDistribution(signal: string): Distribution {
    let distribution = this.meteredDistributions.get(signal);
    if (distribution === undefined) {
      distribution = new Distribution();
      this.meteredDistributions.set(signal, distribution);
    }
    return distribution;
  }
}
