import { hubId, type Component, type SpanObservation } from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import { describe, expect, it } from 'vitest';
import { SlowOperations } from './slow-operations.js';

const shop = hubId('shop');
const source = { hub: shop, instance: 'a', host: null, version: null, cpuLimit: null, closedLoad: false };
const start = millis(1_700_000_000_000);
let ids = 0;

function span(atMs: number, durationMs: number, more: Partial<SpanObservation> = {}): SpanObservation {
  ids += 1;
  return {
    type: 'span',
    source,
    traceId: 'ab'.repeat(16),
    spanId: { high: 0, low: ids },
    parentId: null,
    kind: 'internal',
    start: millis(start + atMs - durationMs),
    end: millis(start + atMs),
    component: null,
    failed: false,
    weight: 1,
    tokensIn: null,
    tokensOut: null,
    ttftMs: null,
    communicates: false,
    name: `took ${String(durationMs)}`,
    ...more,
  };
}

const tool: Component = { kind: 'tool', name: 'search' };
const now = millis(start + 20_000);

function note(slow: SlowOperations, spans: readonly SpanObservation[]): void {
  for (const each of spans) slow.note(each, now);
}
const all = [millis(start - 1e6), millis(start + 1e6)] as const;

describe('slow operations', () => {
  it('are the slowest of each ten seconds, with their traces', () => {
    const slow = new SlowOperations();
    note(
      slow,
      [5, 90, 20, 70, 80].map((ms, at) => span(at, ms)),
    );
    note(slow, [span(20_000, 30)]);
    expect(slow.list(shop, null, ...all).map(({ durationMs }) => durationMs)).toEqual([90, 80, 70, 30]);
    expect(slow.list(shop, null, millis(start + 10_000), all[1])).toMatchObject([
      { component: null, name: 'took 30', time: start + 20_000, traceId: 'ab'.repeat(16), failed: false },
    ]);
  });

  it('are of the hub where they enter it, and of a component where they are its own', () => {
    const slow = new SlowOperations();
    note(slow, [span(0, 50, { parentId: { high: -1, low: -1 }, component: tool }), span(0, 10)]);
    expect(slow.list(shop, null, ...all).map(({ durationMs }) => durationMs)).toEqual([10]);
    expect(slow.list(shop, 'tool:search', ...all).map(({ durationMs }) => durationMs)).toEqual([50]);
    expect(slow.list(hubId('other'), null, ...all)).toEqual([]);
  });

  it('are known from the exemplars of a histogram too, once each', () => {
    const slow = new SlowOperations();
    const exemplar = { time: start, value: 1.5, traceId: 'cd'.repeat(16), spanId: 'e'.repeat(16) };
    const histogram = { kind: 'explicit', bounds: [], counts: [1], sum: 1, min: null, max: null } as const;
    const point = {
      type: 'metric',
      source,
      mapping: {
        metric: 'http.server.request.duration',
        signal: 'latency',
        role: 'operations',
        factor: 1000,
        rank: 2,
      },
      series: 'x',
      core: null,
      failed: true,
      start: null,
      time: start,
      value: { form: 'histogram', temporality: 'delta', histogram },
      exemplars: [exemplar],
    } as const;
    for (const each of [point, point]) slow.note(each, now);
    expect(slow.list(shop, null, ...all)).toMatchObject([
      { durationMs: 1500, failed: true, traceId: 'cd'.repeat(16) },
    ]);
  });

  it('are let go after ten minutes, with their hub, and past the bound', () => {
    const slow = new SlowOperations();
    note(slow, [span(0, 10)]);
    slow.prune(millis(start + 600_000));
    expect(slow.list(shop, null, ...all)).toHaveLength(1);
    slow.prune(millis(start + 611_000));
    expect(slow.list(shop, null, ...all)).toEqual([]);
    note(slow, [span(0, 10)]);
    slow.forget(shop);
    expect(slow.list(shop, null, ...all)).toEqual([]);
    for (let slot = 0; slot < 300; slot += 1) {
      const names = Array.from({ length: 100 }, (_, at) => `c${String(at)}`);
      const child = { parentId: { high: -1, low: -1 } };
      note(
        slow,
        names.map((name) => span(slot * 10_000, 10, { ...child, component: { kind: 'tool', name } })),
      );
    }
    const ever = [millis(0), millis(start + 1e9)] as const;
    expect(slow.list(shop, 'tool:c1', ...ever)).toHaveLength(200);
  });
});
