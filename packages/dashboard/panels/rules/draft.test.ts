import type { RuleInForce, SignalInfo } from '@hubscope/core/wire';
import { describe, expect, it } from 'vitest';
import { asKind, draftOf, newDraft, ruleOf, watchable, type Draft } from './draft.js';
import { ruleInForceOf } from './testing/rule.js';

const written = (rule: RuleInForce): object => {
  const { id, origin, read_only, changed, ...others } = rule;
  expect([id, origin, read_only, changed]).toHaveLength(4);
  return others;
};
const signalOf = (name: string, fold: SignalInfo['fold'], unit: string): SignalInfo => ({
  name,
  title: name,
  unit,
  better: 'lower',
  fold,
  decimals: 1,
  wire_name: null,
});
const signals = [
  signalOf('throughput', 'sum', 'ops/s'),
  signalOf('latency', 'distribution', 'ms'),
  signalOf('error_rate', 'ratio', '%'),
  signalOf('cpu_per_op', 'ratio', 'CPU-ms/op'),
];

describe('a rule that is edited', () => {
  it.each([
    [
      'on a value',
      { resolve_at: 140, critical_at: 300, approach: 0.95, hub: 'shop-*', component: 'agent:*' },
    ],
    ['on a change', { against: 'yesterday', threshold: -30, condition: 'below' }],
    [
      'on a budget',
      {
        signal: 'latency',
        threshold: 6,
        burn: { objective: 99.5, good_below: 250, long: 21_600, short: 1800, period: 2_592_000 },
      },
    ],
    ['that never approaches', { approach: 1, for: 0, cooldown: 90, enabled: false }],
  ] as const)('%s comes back as it was where nothing was changed', (_, more) => {
    const rule = ruleInForceOf(more);
    expect(ruleOf(draftOf(rule))).toEqual(written(rule));
  });

  it('keeps where it resolves and becomes critical when its threshold is another', () => {
    const draft = draftOf(ruleInForceOf({ resolve_at: 110, critical_at: 300 }));
    expect(ruleOf({ ...draft, threshold: '120' })).toMatchObject({
      threshold: 120,
      resolve_at: 110,
      critical_at: 300,
    });
    expect(ruleOf({ ...draft, condition: 'equal' })).toMatchObject({ resolve_at: null, critical_at: null });
  });

  it.each([
    [{}, null],
    [{ threshold: 'many' }, null],
    [{ threshold: '0,5' }, { threshold: 0.5, hub: 'shop' }],
    [{ threshold: '−3' }, { threshold: -3 }],
    [{ threshold: '1', for: '2m' }, { for: 120 }],
    [{ threshold: '1', for: '2 weeks' }, null],
    [{ threshold: '1', resolve_at: 'low' }, null],
    [{ threshold: '1', kind: 'burn', objective: '' }, null],
    [{ threshold: '1', kind: 'burn', short: 'soon' }, null],
    [{ threshold: '1', kind: 'burn' }, { burn: { objective: 99.9, good_below: null, period: 2_592_000 } }],
  ] satisfies [Partial<Draft>, object | null][])('with %j is %j', (typed, rule) => {
    const made = ruleOf({ ...newDraft('shop'), ...typed });
    if (rule === null) expect(made).toBeNull();
    else expect(made).toMatchObject(rule);
  });
});

describe('the kind of a rule', () => {
  it('takes no number along that counts something else', () => {
    const draft = draftOf(ruleInForceOf({ resolve_at: 140 }));
    expect(asKind(draft, 'change', signals)).toMatchObject({ threshold: '', resolve_at: '' });
  });

  it('on a budget watches what counts operations', () => {
    const burn = asKind({ ...newDraft('shop'), condition: 'below' }, 'burn', signals);
    expect(burn).toMatchObject({ signal: 'latency', condition: 'above', threshold: '14.4' });
    expect(asKind({ ...newDraft('shop'), signal: 'throughput' }, 'burn', signals).signal).toBe('error_rate');
    expect(watchable(burn, ['throughput', 'latency.p95'], signals)).toEqual(['latency', 'error_rate']);
  });

  it('on a value watches every column, the rate of a distribution too', () => {
    const columns = ['throughput', 'latency.p95', 'latency.count'];
    expect(watchable(newDraft('shop'), columns, signals)).toEqual(columns);
  });
});
