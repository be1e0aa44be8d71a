import {
  builtinMappings,
  hubId,
  SignalTable,
  type MetricObservation,
  type SpanObservation,
} from '@hubscope/core/signal';
import { millis, SimulatedClock } from '@hubscope/core/time';
import { Windows } from '@hubscope/core/window';
import type { Finding } from '@hubscope/core/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import { Doctor } from './doctor.js';
import { DoorLog } from './door-log.js';

const epochMs = 1_764_000_000_000;
const minutes = 4;
const source = {
  hub: hubId('shop'),
  instance: 'one',
  host: null,
  version: null,
  cpuLimit: null,
  closedLoad: false,
};

let clock: SimulatedClock;
let windows: Windows;
let door: DoorLog;
let doctor: Doctor;

beforeEach(() => {
  clock = new SimulatedClock(millis(epochMs));
  windows = new Windows({
    clock,
    table: new SignalTable(),
    closed: () => undefined,
    marker: () => undefined,
  });
  door = new DoorLog('OTLP over gRPC', clock);
  doctor = new Doctor({
    clock,
    windows,
    doors: [door],
    targets: () => [],
    targetFaults: () => [],
    endpoint: () => 'http://localhost:4318',
  });
});

let ids = 0;

function spanAt(end: number): SpanObservation {
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

function memoryAt(time: number): MetricObservation {
  const mapping = builtinMappings.find(({ metric }) => metric === 'process.memory.usage');
  if (mapping === undefined) throw new Error('memory has no row');
  const plan = { mapping, series: 'memory', core: null, failed: false };
  const value = { form: 'gauge', value: 48e6 } as const;
  return { type: 'metric', source, ...plan, identity: plan, start: null, time: millis(time), value };
}

/** A hub with an operation each second, whose telemetry arrives each `everyMs` ms. */
function play(everyMs: number, kind: 'spans' | 'metrics', agent: string): void {
  for (let time = epochMs; time < epochMs + minutes * 60_000; time += 100) {
    clock.set(millis(time));
    if ((time - epochMs) % everyMs === 0) {
      door.arrived({ address: '10.0.0.7', agent, refusal: null });
      const held = Array.from({ length: Math.max(1, everyMs / 1000) }, (_, index) => time - index * 1000);
      windows.accept(kind === 'spans' ? held.map(spanAt) : [memoryAt(time)]);
    }
    windows.advance();
  }
}

function found(code: string): Finding | null {
  return doctor.report().findings.find((each) => each.code === code) ?? null;
}

const sdk = 'OTel-OTLP-Exporter-JavaScript/0.223.0';
const collector = 'OpenTelemetry Collector Contrib/0.153.0 (linux/amd64)';

describe('what the doctor says of a schedule', () => {
  it('that is short: nothing', () => {
    play(200, 'spans', sdk);
    expect(doctor.report().findings.map(({ code }) => code)).toEqual([]);
  });

  it('of spans that an SDK holds back as it does unasked', () => {
    play(5000, 'spans', sdk);
    expect(found('long_span_interval')).toMatchObject({ subject: 'shop', severity: 'warning' });
    expect(found('long_span_interval')?.what).toContain('each 5 s');
    expect(found('long_span_interval')?.todo).toContain('OTEL_BSP_SCHEDULE_DELAY=200');
    expect(found('collector_batches')).toBeNull();
  });

  it('of spans that a Collector in between batches for 10 s', () => {
    play(10_000, 'spans', collector);
    expect(found('collector_batches')?.what).toContain('each 10 s');
    expect(found('collector_batches')?.todo).toContain('timeout: 200ms');
    expect(found('long_span_interval')).toBeNull();
  });

  it('of metrics that come once a minute', () => {
    play(60_000, 'metrics', sdk);
    expect(found('long_metric_interval')?.what).toContain('each 60 s');
    expect(found('long_metric_interval')?.todo).toContain('OTEL_METRIC_EXPORT_INTERVAL=1000');
  });
});
