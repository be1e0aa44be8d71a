import {
  builtinMappings,
  customMappingRow,
  MappingTable,
  type MetricObservation,
  type Observation,
} from '@hubscope/core/signal';
import { millis, SimulatedClock } from '@hubscope/core/time';
import { describe, expect, it, vi } from 'vitest';
import { selfRows } from './rows.js';
import { SelfTelemetry } from './self.js';

const mappings = new MappingTable([...builtinMappings, ...selfRows.map(customMappingRow)]);

function reports(): { self: SelfTelemetry; clock: SimulatedClock; taken: Observation[] } {
  const clock = new SimulatedClock(millis(Date.now()));
  const taken: Observation[] = [];
  const self = new SelfTelemetry({
    clock,
    mappings,
    version: '1',
    counts: () => ({
      framesSent: 7,
      pointsStored: 9,
      viewers: 3,
      droppedData: 0,
      storeFailures: 0,
      stalls: 0,
    }),
    accept: (observations) => taken.push(...observations),
  });
  return { self, clock, taken };
}

const named = (taken: readonly Observation[], metric: string): MetricObservation[] =>
  taken.filter((each) => each.type === 'metric').filter((each) => each.mapping.metric === metric);

describe('the server watching itself', () => {
  it('reports its own CPU, memory, cores and counts', () => {
    const { self, clock, taken } = reports();
    clock.advance(1000);
    self.report();
    const memory = named(taken, 'process.memory.usage')[0];
    expect(memory?.value).toMatchObject({ form: 'gauge' });
    expect(memory?.value.form === 'gauge' ? memory.value.value : 0).toBeGreaterThan(1e7);
    expect(named(taken, 'active_connections')[0]?.value).toEqual({ form: 'gauge', value: 3 });
    expect(named(taken, 'hubscope.frames.sent')[0]?.value).toMatchObject({ value: 7 });
    expect(named(taken, 'system.cpu.time').length).toBeGreaterThan(0);
  });

  it('goes on where the system lets it open no file to read its memory from', () => {
    const { self, clock, taken } = reports();
    const read = vi.spyOn(process.memoryUsage, 'rss').mockImplementation(() => {
      throw new Error('EMFILE: too many open files');
    });
    clock.advance(1000);
    self.report();
    read.mockRestore();
    expect([named(taken, 'process.memory.usage'), named(taken, 'active_connections').length]).toEqual([
      [],
      1,
    ]);
  });

  it('begins anew where its clock is set back', () => {
    const { self, clock, taken } = reports();
    clock.advance(-3_600_000);
    self.report();
    clock.advance(1000);
    self.report();
    const [cpu] = named(taken, 'process.cpu.time');
    expect([cpu?.time, (cpu?.start ?? Infinity) < clock.now()]).toEqual([clock.now(), true]);
  });

  it('counts CPU time from when the process began, not from when it was first asked', () => {
    const { self, clock, taken } = reports();
    const before = clock.now();
    clock.advance(1000);
    self.report();
    expect(named(taken, 'process.cpu.time')[0]?.start).toBeLessThan(before);
    // A machine's counters reach back to its boot: the first of them is no second's value.
    expect(named(taken, 'system.cpu.time')[0]?.start).toBeNull();
  });

  it('reports each handled request as an operation, once', () => {
    const { self, clock, taken } = reports();
    const start = clock.now();
    self.operation({ name: 'ingest traces', start, end: millis(start + 5), failed: true });
    clock.advance(1000);
    self.report();
    clock.advance(1000);
    self.report();
    const spans = taken.filter((each) => each.type === 'span');
    expect(spans).toHaveLength(1);
    expect(spans[0]).toMatchObject({ failed: true, component: { kind: 'service', name: 'ingest traces' } });
  });
});
