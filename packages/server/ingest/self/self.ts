import { randomBytes } from 'node:crypto';
import { cpus, hostname, loadavg } from 'node:os';
import {
  component,
  selfHub,
  type MappingTable,
  type MetricObservation,
  type MetricValue,
  type Observation,
  type Source,
  type SpanObservation,
} from '@hubscope/core/signal';
import { millis, type Clock, type Millis } from '@hubscope/core/time';
import { EventLoopDelay } from './event-loop.js';

/** Running totals and states of the server that only its other stages know. */
export interface SelfCounts {
  readonly framesSent: number;
  readonly pointsStored: number;
  readonly viewers: number;
  /** Telemetry that was lost. */
  readonly droppedData: number;
  /** Writes to the store that failed. */
  readonly storeFailures: number;
  /** Times the event loop stood still. */
  readonly stalls: number;
}

/** A piece of the server's own work: one request of telemetry taken in. */
export interface SelfOperation {
  readonly name: string;
  readonly start: Millis;
  readonly end: Millis;
  readonly failed: boolean;
}

export interface SelfOptions {
  readonly clock: Clock;
  readonly mappings: MappingTable;
  readonly version: string;
  readonly counts: () => SelfCounts;
  readonly accept: (observations: readonly Observation[]) => void;
}

/** Spans that wait for the next report; past it the oldest would be lost, so a report is made at once. */
const maxWaiting = 5000;

/** What the system says of itself in files; null where none can be opened, as when this process has as many open as it may. */
function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** When this process began, by the clock as it is now. */
function startOfProcess(now: Millis): Millis {
  return millis(now - process.uptime() * 1000);
}

/** The server as a hub of its own: what it does is measured by the same stages as anybody's telemetry. */
export class SelfTelemetry {
  readonly #options: SelfOptions;
  readonly #source: Source;
  #startedAt: Millis;
  readonly #eventLoop = new EventLoopDelay();
  #operations: SelfOperation[] = [];
  #reportedAt: Millis;

  constructor(options: SelfOptions) {
    this.#options = options;
    this.#reportedAt = options.clock.now();
    // The operating system has counted this process's CPU time since it began, not since this object did.
    this.#startedAt = startOfProcess(this.#reportedAt);
    this.#source = {
      hub: selfHub,
      instance: `${hostname()}-${String(process.pid)}`,
      host: hostname(),
      version: options.version,
      cpuLimit: null,
      closedLoad: false,
    };
  }

  start(): void {
    this.#eventLoop.start();
  }

  stop(): void {
    this.#eventLoop.stop();
  }

  /** Notes a request that was handled. */
  operation(operation: SelfOperation): void {
    this.#operations.push(operation);
    if (this.#operations.length >= maxWaiting) this.report();
  }

  /** Hands on everything since the last report. Call it each second. */
  report(): void {
    const now = this.#options.clock.now();
    if (now < this.#reportedAt) this.#beginAnew(now);
    if (now === this.#reportedAt) return;
    const observations: Observation[] = this.#operations.map((operation) => this.#span(operation));
    this.#operations = [];
    observations.push(...this.#process(now), ...this.#machine(now), ...this.#work(now));
    this.#reportedAt = now;
    this.#options.accept(observations);
  }

  /** The clock was set back: what was noted by it before is of a time that has not come. */
  #beginAnew(now: Millis): void {
    this.#operations = [];
    this.#reportedAt = now;
    this.#startedAt = startOfProcess(now);
  }

  #span({ name, start, end, failed }: SelfOperation): SpanObservation {
    return {
      type: 'span',
      source: this.#source,
      traceId: randomBytes(16).toString('hex'),
      spanId: { high: randomBytes(4).readInt32LE(), low: randomBytes(4).readInt32LE() },
      parentId: null,
      kind: 'server',
      start,
      end,
      component: component('service', name),
      failed,
      weight: 1,
      tokensIn: null,
      tokensOut: null,
      ttftMs: null,
      communicates: false,
    };
  }

  #process(now: Millis): MetricObservation[] {
    const { user, system } = process.cpuUsage();
    const memory = readable(() => process.memoryUsage.rss());
    return [
      ...this.#metric('process.cpu.time', now, this.#total((user + system) / 1e6)),
      ...(memory === null ? [] : this.#metric('process.memory.usage', now, { form: 'gauge', value: memory })),
    ];
  }

  #machine(now: Millis): MetricObservation[] {
    const load = loadavg()[0] ?? 0;
    const cores = (readable(cpus) ?? []).flatMap(({ times }, core) => {
      const busySeconds = (times.user + times.nice + times.sys + times.irq) / 1000;
      return this.#metric('system.cpu.time', now, this.#total(busySeconds), core);
    });
    return [...cores, ...this.#metric('system.cpu.load_average.1m', now, { form: 'gauge', value: load })];
  }

  #work(now: Millis): MetricObservation[] {
    const { framesSent, pointsStored, viewers, droppedData, storeFailures, stalls } = this.#options.counts();
    const delay = this.#eventLoop.take();
    return [
      ...this.#metric('active_connections', now, { form: 'gauge', value: viewers }),
      ...this.#metric('hubscope.frames.sent', now, this.#total(framesSent)),
      ...this.#metric('hubscope.points.stored', now, this.#total(pointsStored)),
      ...this.#metric('hubscope.data.dropped', now, this.#total(droppedData)),
      ...this.#metric('hubscope.store.failures', now, this.#total(storeFailures)),
      ...this.#metric('hubscope.event_loop.stalls', now, this.#total(stalls)),
      ...(delay === null
        ? []
        : this.#metric('hubscope.event_loop.delay', now, {
            form: 'histogram',
            temporality: 'delta',
            histogram: delay,
          })),
    ];
  }

  #total(value: number): MetricValue {
    return { form: 'sum', temporality: 'cumulative', monotonic: true, value };
  }

  #metric(name: string, now: Millis, value: MetricValue, core: number | null = null): MetricObservation[] {
    const delta = value.form === 'histogram';
    return this.#options.mappings
      .match(name, () => null)
      .map((mapping) => ({
        type: 'metric',
        source: this.#source,
        mapping,
        series: core === null ? name : `${name} ${String(core)}`,
        core,
        failed: false,
        start: delta ? this.#reportedAt : core === null ? this.#startedAt : null,
        time: now,
        value,
      }));
  }
}
