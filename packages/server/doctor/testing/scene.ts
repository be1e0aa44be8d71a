import {
  builtinMappings,
  hubId,
  SignalTable,
  type MetricObservation,
  type MetricValue,
  type Source,
  type SpanObservation,
} from '@hubscope/core/signal';
import { millis, SimulatedClock } from '@hubscope/core/time';
import { Windows, type WindowLimits } from '@hubscope/core/window';
import type { Finding } from '@hubscope/core/wire';
import { Doctor, type DoctorOptions } from '../doctor.js';
import { DoorLog } from '../door-log.js';

export const sdk = 'OTel-OTLP-Exporter-JavaScript/0.223.0';
export const collector = 'OpenTelemetry Collector Contrib/0.153.0 (linux/amd64)';

/** When scenes start. */
export const epochMs = 1_764_000_000_000;

export function sourceOf(instance: string): Source {
  return { hub: hubId('shop'), instance, host: null, version: null, cpuLimit: null, closedLoad: false };
}

let ids = 0;

export function spanAt(end: number, source = sourceOf('one')): SpanObservation {
  ids += 1;
  return {
    type: 'span',
    source,
    traceId: ids.toString(16).padStart(32, '0'),
    spanId: { high: 0, low: ids },
    parentId: null,
    kind: 'server',
    start: millis(end - 40),
    end: millis(end),
    component: null,
    failed: false,
    weight: 1,
    tokensIn: null,
    tokensOut: null,
    ttftMs: null,
    communicates: false,
    cost: null,
    name: 'operation',
    values: [],
  };
}

/** A point of a metric that is built in. @param start of its total; null where it is a gauge */
export function pointAt(
  time: number,
  metric: string,
  value: MetricValue,
  start: number | null = null,
): MetricObservation {
  const mapping = builtinMappings.find((row) => row.metric === metric);
  if (mapping === undefined) throw new Error(`${metric} has no row`);
  const plan = { mapping, series: metric, core: null, failed: false };
  const begun = start === null ? null : millis(start);
  return {
    type: 'metric',
    source: sourceOf('one'),
    ...plan,
    identity: plan,
    start: begun,
    time: millis(time),
    value,
  };
}

/** Telemetry on a schedule. */
export interface Schedule {
  readonly everyMs: number;
  /** When in its interval it delivers, ms. */
  readonly phaseMs?: number;
  readonly kind?: 'spans' | 'metrics' | 'both';
  readonly agent?: string;
  /** How far ahead the clock of the process is, ms. */
  readonly aheadMs?: number;
  /** How long its spans are held back on their way, ms. */
  readonly heldMs?: number;
  readonly instance?: string;
}

export interface SceneOptions {
  readonly doors?: readonly DoorLog[];
  readonly limits?: Partial<WindowLimits>;
  readonly forwarded?: DoctorOptions['forwarded'];
}

/** A doctor, and a hub that telemetry comes from. */
export class Scene {
  readonly clock = new SimulatedClock(millis(epochMs));
  readonly door = new DoorLog('OTLP over gRPC', this.clock);
  readonly windows: Windows;
  readonly doctor: Doctor;
  #now = epochMs;

  constructor({ doors = [], limits = {}, forwarded }: SceneOptions = {}) {
    this.windows = new Windows({
      clock: this.clock,
      table: new SignalTable(),
      limits,
      closed: () => undefined,
      marker: () => undefined,
    });
    this.doctor = new Doctor({
      clock: this.clock,
      windows: this.windows,
      doors: [this.door, ...doors],
      targets: () => [],
      targetFaults: () => [],
      endpoint: () => 'http://localhost:4318',
      ...(forwarded === undefined ? {} : { forwarded }),
    });
  }

  /** Lets time go by with an operation each second in every process. */
  play(...schedules: readonly Schedule[]): void {
    this.playFor(240, ...schedules);
  }

  playFor(seconds: number, ...schedules: readonly Schedule[]): void {
    const until = this.#now + seconds * 1000;
    for (; this.#now < until; this.#now += 100) {
      this.clock.set(millis(this.#now));
      for (const schedule of schedules) this.#deliver(schedule, this.#now);
      this.windows.advance();
      if (this.#now % 1000 === 0) this.doctor.note();
    }
  }

  found(code: string): Finding | null {
    return this.doctor.report().findings.find((each) => each.code === code) ?? null;
  }

  codes(): string[] {
    return this.doctor.report().findings.map(({ code }) => code);
  }

  #deliver(schedule: Schedule, now: number): void {
    const {
      everyMs,
      phaseMs = 0,
      kind = 'spans',
      agent = sdk,
      aheadMs = 0,
      heldMs = 0,
      instance = 'one',
    } = schedule;
    if ((now - epochMs) % everyMs !== phaseMs) return;
    this.door.arrived({ address: '10.0.0.7', agent, refusal: null });
    const source = sourceOf(instance);
    const told = now + aheadMs;
    const count = Math.max(1, everyMs / 1000);
    const spans = Array.from({ length: count }, (_, index) => spanAt(told - heldMs - index * 1000, source));
    const memory = { ...pointAt(told, 'process.memory.usage', { form: 'gauge', value: 48e6 }), source };
    this.windows.accept([...(kind === 'metrics' ? [] : spans), ...(kind === 'spans' ? [] : [memory])]);
  }
}
