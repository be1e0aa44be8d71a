import { describe, expect, it } from 'vitest';
import { previewMapping, unmappedMetrics, type SeenTelemetry } from './mapping-preview.js';
import type { MappingRow } from './written-mapping.js';

const rest = { factor: 1, unit: '', better: null, fold: 'sum', decimals: 1 } as const;

function row(more: Partial<MappingRow>): MappingRow {
  return { attributes: {}, ...rest, ...more };
}

function seen(
  type: SeenTelemetry['type'],
  name: string,
  attributes: Record<string, string> = {},
  door: SeenTelemetry['door'] = 'otlp',
): SeenTelemetry {
  return { hub: 'shop', door, type, name, attributes, signals: [] };
}

const lately = [
  seen('metric', 'queue.len', { queue: 'main' }),
  seen('metric', 'queue.len', { queue: 'side' }),
  { ...seen('metric', 'process.memory.usage'), signals: ['memory'] },
  seen('metric', 'cache.hits'),
  seen('span', 'job 1', { 'worker.name': 'a' }),
  seen('span', 'job 2'),
];

describe('what a mapping would match', () => {
  it('is by name and attributes', () => {
    const rows = [
      row({ metric: 'queue.len', signal: 'queue_depth' }),
      row({ metric: 'queue.len', signal: 'queue_depth', attributes: { queue: 'main' } }),
      row({ metric: 'queue.length', signal: 'queue_depth' }),
      row({ span: 'job *', component: 'agent', attributes: { 'worker.name': 'a' } }),
    ];
    expect(previewMapping(rows, lately).map(({ matched, unread }) => [matched, unread])).toEqual([
      [2, []],
      [1, []],
      [0, []],
      [1, []],
    ]);
  });

  it('is by name alone where spans were not read for an attribute, and says so', () => {
    const [preview] = previewMapping(
      [row({ span: 'job *', signal: 'rows', attributes: { tenant: 'x' } })],
      lately,
    );
    expect(preview).toMatchObject({ matched: 2, unread: ['tenant'] });
  });

  it.each([
    ['prometheus', 'app_queue_wait_seconds', { queue_name: 'main' }, 1],
    ['prometheus', 'app_queue_wait_seconds_total', { 'queue.name': 'main' }, 1],
    ['statsd', 'app.queue.wait', { 'queue.name': 'main' }, 1],
    ['statsd', 'app_queue_wait', { queue_name: 'side' }, 0],
    ['prometheus', 'app_queue_waiting', { queue_name: 'main' }, 0],
    ['otlp', 'app_queue_wait_seconds', { 'queue.name': 'main' }, 0],
    ['otlp', 'app.queue.wait', { queue_name: 'main' }, 0],
  ] as const)('by %s, %s with %j: names as they may be written there', (door, name, attributes, matched) => {
    const of = row({ metric: 'app.queue.wait', signal: 'wait', attributes: { 'queue.name': 'main' } });
    const [preview] = previewMapping([of], [seen('metric', name, attributes, door)]);
    expect(preview?.matched).toBe(matched);
  });

  it('leaves metrics that give no signal', () => {
    expect(unmappedMetrics([], lately)).toEqual(['cache.hits', 'queue.len']);
    expect(unmappedMetrics([row({ metric: 'queue.len', signal: 'queue_depth' })], lately)).toEqual([
      'cache.hits',
    ]);
  });
});
