import { Distribution } from '@hubscope/core/distribution';
import { hubId, SignalTable, type HubId, type Point, type Reading } from '@hubscope/core/signal';
import { millis, second, SimulatedClock } from '@hubscope/core/time';
import type { ClosedSecond } from '@hubscope/core/window';
import type { Alert, HubStatus, ImpactView, Judgement, Marker } from '@hubscope/core/wire';
import type { HubEvent } from '../event.js';
import { waitingStatus } from '../live-frames.js';
import type { Timers } from '../ports.js';

export const table = new SignalTable();

/** The second at which scenes begin. */
export const start = 1_700_000_000;

export interface Sample {
  readonly throughput?: number;
  /** Durations, ms. */
  readonly latencies?: readonly number[];
  readonly memory?: number;
  readonly cores?: readonly number[];
}

function readingsOf(sample: Sample): (Reading | null)[] {
  const readings: (Reading | null)[] = table.signals.map(() => null);
  const put = (name: string, reading: Reading): void => {
    readings[table.get(name).index] = reading;
  };
  if (sample.throughput !== undefined)
    put('throughput', { fold: 'sum', value: sample.throughput, seconds: 1 });
  if (sample.memory !== undefined) put('memory', { fold: 'sum', value: sample.memory, seconds: 1 });
  if (sample.cores !== undefined) put('cpu_cores', { fold: 'cores', cores: sample.cores });
  if (sample.latencies !== undefined) {
    const distribution = new Distribution();
    for (const ms of sample.latencies) distribution.record(ms);
    put('latency', { fold: 'distribution', distribution });
  }
  return readings;
}

export function pointOf(hub: string, at: number, sample: Sample, component: string | null = null): Point {
  return { hub: hubId(hub), component, second: second(at), readings: readingsOf(sample) };
}

export function closedOf(
  hub: string,
  at: number,
  sample: Sample,
  components: Readonly<Record<string, Sample>> = {},
  amended = false,
): ClosedSecond {
  return {
    hub: hubId(hub),
    second: second(at),
    point: pointOf(hub, at, sample),
    components: Object.entries(components).map(([key, each]) => pointOf(hub, at, each, key)),
    amended,
    lagMs: 400,
  };
}

export function statusOf(
  hub: string,
  state: HubStatus['state'],
  lastSecond: number | null = null,
): HubStatus {
  return { ...waitingStatus(hub), state, instances: 1, last_second: lastSecond };
}

export function judgementOf(score: number): Judgement {
  return {
    trends: { throughput: { change: 3, verdict: 'better' } },
    peaks: {},
    health: { score, parts: [] },
    uptime: { percent: 99.5, known_seconds: 100, cells: [] },
  };
}

export function secondEvent(
  hub: string,
  at: number,
  sample: Sample,
  components: Readonly<Record<string, Sample>> = {},
  amended = false,
): Extract<HubEvent, { type: 'second' }> {
  return {
    type: 'second',
    closed: closedOf(hub, at, sample, components, amended),
    status: statusOf(hub, 'live', at),
    judgement: judgementOf(90),
  };
}

export function alertOf(hub: string, id: string, state: Alert['state'], at: number): Alert {
  return {
    id,
    threshold: {
      name: 'High Latency',
      metric: 'latency_ms',
      threshold: 150,
      condition: 'above',
      severity: 'warning',
      cooldown_secs: 300,
    },
    triggered_at: at * 1000,
    current_value: 170,
    message: 'Latency 170 ms is above 150 ms',
    acknowledged: false,
    state,
    hub,
    component: null,
    column: 'latency',
    resolved_at: state === 'resolved' ? at * 1000 : null,
    blind_since: null,
    acknowledged_by: null,
    acknowledged_at: null,
    note: null,
    occurrences: 1,
  };
}

export function markerOf(hub: string, id: string, at: number): Marker {
  return { id, hub, name: `marker ${id}`, at: at * 1000, origin: 'person' };
}

/** An impact of these changes by column, as fractions. */
export function impactOf(
  hub: string,
  overall: number,
  changes: Readonly<Record<string, number>>,
): ImpactView {
  return {
    hub,
    component: null,
    baseline: 'before',
    baseline_id: 'b',
    marker: null,
    since: (start - 60) * 1000,
    until: start * 1000,
    seconds: 60,
    set_aside: 0,
    overall,
    overall_low: null,
    overall_high: null,
    overall_verdict: 'unknown',
    overall_reason: 'not yet known',
    overall_words: 'not yet known',
    overall_seconds_more: null,
    score: 60,
    load: null,
    signals: Object.entries(changes).map(([signal, change]) => ({
      signal,
      title: signal,
      unit: '',
      before: 1,
      after: 1 + change,
      change,
      low: null,
      high: null,
      verdict: 'unknown',
      reason: 'not yet known',
      words: 'not yet known',
      seconds_more: null,
      counts: true,
      load: { kind: 'ignored', before: null, after: null, compared_before: 1, compared_after: 1 },
      target: null,
    })),
    stability: [],
    balance: [],
    advice: null,
  };
}

export const hubNamed = (name: string): HubId => hubId(name);

/** A clock and timers that move together, and only when they are told to. */
export class SimulatedTime implements Timers {
  readonly clock = new SimulatedClock(millis(start * 1000));
  #pending: { at: number; ms: number | null; run: () => void }[] = [];

  every(ms: number, run: () => void): () => void {
    return this.#add(ms, ms, run);
  }

  after(ms: number, run: () => void): () => void {
    return this.#add(ms, null, run);
  }

  /** Lets time pass and runs what falls due, in order. */
  pass(ms: number): void {
    const end = this.clock.now() + ms;
    for (;;) {
      const [next] = this.#pending.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.clock.set(millis(Math.max(next.at, this.clock.now())));
      if (next.ms === null) this.#remove(next);
      else next.at += next.ms;
      next.run();
    }
    this.clock.set(millis(end));
  }

  #add(ms: number, repeat: number | null, run: () => void): () => void {
    const timer = { at: this.clock.now() + ms, ms: repeat, run };
    this.#pending.push(timer);
    return () => {
      this.#remove(timer);
    };
  }

  #remove(timer: object): void {
    this.#pending = this.#pending.filter((kept) => kept !== timer);
  }
}
