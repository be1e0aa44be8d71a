import { describe, expect, it } from 'vitest';
import { hubId, spanId, type Component, type SpanObservation } from '../signal/index.js';
import { millis } from '../time/index.js';
import { Calls } from './calls.js';

const shop = hubId('shop');
const source = { hub: shop, instance: 'a', host: null, version: null, cpuLimit: null, closedLoad: false };
const now = millis(1_700_000_000_000);
const agent: Component = { kind: 'agent', name: 'planner' };
const tool: Component = { kind: 'tool', name: 'search' };
const all = [millis(now - 60_000), millis(now + 60_000)] as const;

/** @param id hex digits */
function span(
  id: string,
  parent: string | null,
  component: Component | null,
  more: Partial<SpanObservation> = {},
): SpanObservation {
  return {
    type: 'span',
    source,
    traceId: '0'.repeat(32),
    spanId: spanId(id.padStart(16, '0')),
    parentId: parent === null ? null : spanId(parent.padStart(16, '0')),
    kind: 'internal',
    start: millis(now - 40),
    end: now,
    component,
    failed: false,
    weight: 1,
    tokensIn: null,
    tokensOut: null,
    ttftMs: null,
    communicates: false,
    ...more,
  };
}

function note(calls: Calls, spans: readonly SpanObservation[], at = now): void {
  for (const each of spans) calls.note(each, at);
}

const told = (calls: Calls): (readonly [string | null, string, number, number])[] =>
  calls.list(shop, ...all).map(({ from, to, calls: count, errors }) => [from, to, count, errors] as const);

/** An agent, within it a span of no component, within that a tool. */
const chain = [span('a', null, agent), span('b', 'a', null), span('c', 'b', tool, { failed: true })];

describe('calls', () => {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  it.each(orders)(
    'lead to the nearest component around, in whatever order spans arrive: %i %i %i',
    (...order) => {
      const calls = new Calls();
      for (const index of order) note(calls, chain.slice(index, index + 1));
      expect(told(calls)).toHaveLength(2);
      expect(told(calls)).toEqual(
        expect.arrayContaining([
          [null, 'agent:planner', 1, 0],
          ['agent:planner', 'tool:search', 1, 1],
        ]),
      );
    },
  );

  it('count once when a span is delivered twice, and as many as a sampled span stands for', () => {
    const calls = new Calls();
    const sampled = span('a', null, agent, { weight: 4 });
    note(calls, [sampled, sampled]);
    expect(told(calls)).toEqual([[null, 'agent:planner', 4, 0]]);
    expect(calls.list(shop, ...all)[0]?.durations.quantile(0.5)).toBeCloseTo(40, 0);
  });

  it('come from outside where the caller never tells', () => {
    const calls = new Calls();
    note(calls, [span('c', 'd', tool)]);
    expect(told(calls)).toEqual([]);
    calls.prune(millis(now + 121_000));
    expect(told(calls)).toEqual([[null, 'tool:search', 1, 0]]);
  });

  it('are those of a stretch, and of a hub', () => {
    const calls = new Calls();
    note(calls, [span('a', null, agent)]);
    expect(calls.list(shop, millis(now + 10_000), all[1])).toEqual([]);
    expect(calls.list('other', ...all)).toEqual([]);
    calls.forget(shop);
    expect(told(calls)).toEqual([]);
  });

  it('are told from a part of the traces where there are too many, and stay right in number', () => {
    const calls = new Calls();
    let id = 0;
    for (let second = 0; second < 20; second += 1) {
      const many = Array.from({ length: 3000 }, () => {
        id += 1;
        // Ids of traces are random: spread by a multiplier that shares no factor with their range.
        const traceId = ((id * 7_368_787) % 0x1000000).toString(16).padStart(32, '0');
        return span(id.toString(16), null, agent, { traceId });
      });
      note(calls, many, millis(now + second * 1000));
    }
    const [call] = calls.list(shop, ...all);
    expect(call?.calls).toBeGreaterThan(57_000);
    expect(call?.calls).toBeLessThan(63_000);
    expect(call?.durations.count).toBeCloseTo(call?.calls ?? 0, 0);
  });

  it('stay right in number when a flood comes within one second', () => {
    const calls = new Calls();
    const many = Array.from({ length: 100_000 }, (_, each) => {
      const traceId = (((each + 1) * 7_368_787) % 0x1000000).toString(16).padStart(32, '0');
      return span(each.toString(16), null, agent, { traceId });
    });
    note(calls, many);
    const [call] = calls.list(shop, ...all);
    expect(call?.calls).toBeGreaterThan(85_000);
    expect(call?.calls).toBeLessThan(115_000);
  });

  it('end at last where spans name each other as parents', () => {
    const calls = new Calls();
    note(calls, [span('a', 'b', null), span('b', 'a', null), span('c', 'a', tool)]);
    expect(told(calls)).toEqual([[null, 'tool:search', 1, 0]]);
  });

  it('are bounded over all hubs: whoever has more than its part forgets its oldest', () => {
    const calls = new Calls(0.001);
    const quiet = { ...source, hub: hubId('quiet') };
    note(calls, [span('f', null, agent, { source: quiet })]);
    const tools = Array.from({ length: 100 }, (_, at): Component => ({ kind: 'tool', name: String(at) }));
    for (let slot = 0; slot < 10; slot += 1) {
      const at = millis(now + slot * 10_000);
      const many = tools.map((each, n) => span((slot * 1000 + n + 1).toString(16), null, each, { end: at }));
      note(calls, many, at);
    }
    const ever = [millis(now - 1e6), millis(now + 1e6)] as const;
    expect(calls.list('quiet', ...ever)).toHaveLength(1);
    const slots = [...Array(10).keys()].map(
      (slot) => calls.list(shop, millis(now + slot * 10_000), millis(now + slot * 10_000 + 1)).length,
    );
    expect(Math.max(...slots)).toBeLessThanOrEqual(40);
    expect(slots.at(-1)).toBeGreaterThan(0);
    expect(slots.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(40);
  });

  it('come from outside where what waits for them is too much', () => {
    const calls = new Calls(0.001);
    const many = Array.from({ length: 300 }, (_, at) =>
      span((2 * at + 1).toString(16), (2 * at + 2).toString(16), tool),
    );
    note(calls, many);
    const [call] = calls.list(shop, ...all);
    expect(call).toMatchObject({ from: null, to: 'tool:search' });
    expect(call?.calls).toBeGreaterThan(150);
    calls.prune(millis(now + 121_000));
    expect(calls.list(shop, ...all)[0]?.calls).toBe(300);
  });
});
