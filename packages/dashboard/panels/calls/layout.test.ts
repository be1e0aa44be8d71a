import type { CallEdge } from '@hubscope/core/wire';
import { describe, expect, it } from 'vitest';
import { layOut, node } from './layout.js';

const call = (from: string | null, to: string, rate = 1): CallEdge => ({
  from,
  to,
  calls: rate,
  rate,
  errors: 0,
  error_rate: 0,
  latency_mean: 1,
  latency_p95: 1,
});

describe('the drawing of calls', () => {
  it('has no size below nothing while no call is known', () => {
    const { nodes, width } = layOut([]);
    expect(nodes).toEqual([]);
    expect(width).toBeGreaterThanOrEqual(0);
  });

  it('goes from left to right, from outside to what is called last', () => {
    const { nodes } = layOut([
      call(null, 'workflow:w'),
      call('workflow:w', 'agent:a'),
      call('agent:a', 'tool:t'),
    ]);
    const order = nodes.toSorted((a, b) => a.x - b.x).map(({ key }) => key);
    expect(order).toEqual([null, 'workflow:w', 'agent:a', 'tool:t']);
  });

  it('ends where components call each other in a circle, or themselves', () => {
    const { nodes, edges } = layOut([
      call('agent:a', 'agent:b'),
      call('agent:b', 'agent:a'),
      call('agent:b', 'agent:b'),
    ]);
    expect(nodes).toHaveLength(2);
    expect(edges).toHaveLength(3);
  });

  it('leads back from side to side, so that no line lies under what it leads to', () => {
    const { nodes, edges } = layOut([
      call(null, 'service:s'),
      call('service:s', 'agent:a'),
      call('agent:a', 'service:s'),
    ]);
    const called = nodes.find(({ key }) => key === 'service:s');
    const caller = nodes.find(({ key }) => key === 'agent:a');
    const back = edges.filter((each) => each.back);
    expect(back.map(({ edge }) => [edge.from, edge.to])).toEqual([['agent:a', 'service:s']]);
    const xs = [...(back[0]?.path ?? '').matchAll(/(-?[\d.]+) -?[\d.]+/g)].map(([, x]) => Number(x));
    expect(Math.min(...xs)).toBe((called?.x ?? 0) + node.width);
    expect(Math.max(...xs)).toBe(caller?.x);
  });

  it('lays no component over another, at fifty of them', () => {
    const calls = Array.from({ length: 50 }, (_, k) =>
      call(k === 0 ? null : `agent:${String(Math.floor((k - 1) / 3))}`, `agent:${String(k)}`),
    );
    const { nodes, width, height } = layOut(calls);
    expect(nodes).toHaveLength(51);
    for (const [index, a] of nodes.entries()) {
      expect(a.x >= 0 && a.x + node.width <= width && a.y >= 0 && a.y + node.height <= height).toBe(true);
      for (const b of nodes.slice(index + 1))
        expect(Math.abs(a.x - b.x) >= node.width || Math.abs(a.y - b.y) >= node.height).toBe(true);
    }
  });

  it('is empty without calls', () => {
    expect(layOut([]).nodes).toEqual([]);
  });
});
