import { Distribution } from '../distribution/index.js';
import type { Component, SpanObservation } from '../signal/index.js';
import type { Millis } from '../time/index.js';

/** What the operations that ended in one second add up to. */
export class OperationTally {
  count = 0;
  errors = 0;
  /** Sum of durations, ms. */
  durationMs = 0;
  readonly latency = new Distribution();

  add(durationMs: number, failed: boolean, weight: number): void {
    this.count += weight;
    if (failed) this.errors += weight;
    this.durationMs += durationMs * weight;
    this.latency.record(durationMs, weight);
  }

  /** Adds a share of operations that are known only as a histogram, ms. */
  addHistogram(latency: Distribution, failed: boolean, share: number): void {
    this.count += latency.count * share;
    if (failed) this.errors += latency.count * share;
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

/** The signals that a span tells of beside its operation. */
export function carriedBy({ tokensIn, tokensOut, ttftMs, cost, values }: SpanObservation): string[] {
  const told: string[] = [];
  if (tokensIn !== null) told.push('tokens_in');
  if (tokensOut !== null) told.push('tokens_out');
  if (ttftMs !== null) told.push('ttft');
  if (typeof cost === 'number') told.push('cost');
  for (const { signal } of values ?? []) told.push(signal);
  return told;
}

/** What one second of a component, or of a whole hub, adds up to: everything but gauges. */
export class WorkTally {
  constructor(
    readonly operations = new OperationTally(),
    /** By signal name, of signals that fold as distributions. */
    readonly distributions = new Map<string, Distribution>(),
    /** By signal name: amounts that came in this second, of signals that are rates. */
    readonly amounts = new Map<string, number>(),
  ) {}

  /** The same work, with operations of its own to add to. */
  copy(): WorkTally {
    return new WorkTally(this.operations.clone(), this.distributions, this.amounts);
  }

  distribution(signal: string): Distribution {
    let distribution = this.distributions.get(signal);
    if (distribution === undefined) {
      distribution = new Distribution();
      this.distributions.set(signal, distribution);
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
    this.amounts.set(signal, (this.amounts.get(signal) ?? 0) + value);
  }
}

/** A span that is an operation of its hub unless one of the hub's own spans turns out to be its parent. */
export interface Candidate {
  readonly parentId: string;
  /** The service that it enters, unless its parent turns out to have run in the same process; null for spans with a part of their own. */
  readonly component: Component | null;
  /** The number of the process that it ran in. */
  readonly process: number;
  readonly durationMs: number;
  readonly failed: boolean;
  readonly weight: number;
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
  /** Instances that delivered an operation of this second. */
  readonly contributors = new Set<string>();
  /** When every expected instance had reported past it; null before. */
  readyAt: Millis | null = null;
  closed = false;

  component(key: string): WorkTally {
    let tally = this.components.get(key);
    if (tally === undefined) {
      tally = new WorkTally();
      this.components.set(key, tally);
    }
    return tally;
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

/** The component that takes in what found no row. */
export const other: Component = { kind: 'other', name: 'other' };
