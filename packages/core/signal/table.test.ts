import { describe, expect, it } from 'vitest';
import { componentKey, component, parseComponentKey } from './component.js';
import { customMappingRow, customSignalRow } from './custom.js';
import { builtinMappings, MappingTable } from './mapping.js';
import { SignalTable } from './table.js';

describe('the signal table', () => {
  it('finds a column by signal and statistic', () => {
    const table = new SignalTable();
    expect(table.column('latency.p95')).toMatchObject({ statistic: 'p95', signal: { name: 'latency' } });
    expect(table.column('latency')).toMatchObject({ statistic: 'mean' });
    expect(table.column('memory')).toMatchObject({ statistic: 'value' });
  });

  it.each(['nothing', 'memory.p95', 'latency.p42', 'cpu_cores', ''])('has no column %j', (name) => {
    expect(new SignalTable().column(name)).toBeNull();
  });

  it('refuses two signals of one name', () => {
    const [first] = new SignalTable().signals;
    expect(() => new SignalTable(first === undefined ? [] : [first])).toThrow(RangeError);
  });

  it('gives every built-in mapping a signal that exists', () => {
    const table = new SignalTable();
    for (const mapping of builtinMappings) expect(table.find(mapping.signal), mapping.metric).not.toBeNull();
  });

  it('takes a row that a user adds', () => {
    const row = {
      name: 'queue_wait',
      unit: 'ms',
      better: 'lower',
      fold: 'sum',
      decimals: 1,
      metric: 'app.queue.wait',
      factor: 1000,
      attributes: { queue: 'main' },
    } as const;
    const table = new SignalTable([customSignalRow(row)]);
    expect(table.get('queue_wait')).toMatchObject({ title: 'Queue wait', better: 'lower' });
    const mappings = new MappingTable([customMappingRow(row)]);
    expect(mappings.match('app.queue.wait', () => 'main')).toHaveLength(1);
    expect(mappings.match('app.queue.wait', () => 'other')).toHaveLength(0);
  });
});

describe('the mapping of standard metrics', () => {
  const mappings = new MappingTable();

  it('tells tokens in from tokens out', () => {
    const match = (type: string) =>
      mappings.match('gen_ai.client.token.usage', (name) => (name === 'gen_ai.token.type' ? type : null));
    expect(match('input').map((row) => row.signal)).toEqual(['tokens_in']);
    expect(match('output').map((row) => row.signal)).toEqual(['tokens_out']);
  });

  it('leaves idle time of a core out', () => {
    const match = (state: string) =>
      mappings.match('system.cpu.utilization', (name) => (name === 'system.cpu.state' ? state : null));
    expect(match('idle')).toHaveLength(0);
    expect(match('user')).toHaveLength(1);
  });

  it('knows no more than it lists', () => {
    expect(mappings.has('toString')).toBe(false);
    expect(mappings.match('no.such.metric', () => null)).toEqual([]);
  });
});

it('reads a component key back, colons in the name included', () => {
  const mcp = component('mcp', 'tools/call: search');
  expect(parseComponentKey(componentKey(mcp))).toEqual(mcp);
  expect(parseComponentKey('nonsense')).toBeNull();
});
