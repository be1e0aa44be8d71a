import type { SignalInfo } from '@hubscope/core/wire';
import { expect, it } from 'vitest';
import { ruleInForceOf } from './rules/testing/rule.js';
import { componentThresholds } from './thresholds.js';

const latency: SignalInfo = {
  name: 'latency',
  title: 'Latency',
  unit: 'ms',
  better: 'lower',
  fold: 'distribution',
  decimals: 1,
  wire_name: null,
};

it('a component’s charts draw what watches it, in its own values', () => {
  const burn = { objective: 99, good_below: 250, long: 3600, short: 300, period: 86_400 };
  const of = (name: string, more: Parameters<typeof ruleInForceOf>[0]) =>
    ruleInForceOf({ id: name, name, component: 'agent:*', ...more });
  const rules = [
    of('drawn', { signal: 'latency.p95' }),
    of('the hub itself', { component: null }),
    of('others', { component: 'tool:*' }),
    of('another hub', { hub: 'bank' }),
    of('off', { enabled: false }),
    of('a change', { against: 'hour' }),
    of('a budget', { burn }),
  ];
  expect(componentThresholds(rules, 'shop', 'agent:writer', [latency])).toEqual([
    { column: 'latency.p95', condition: 'above', threshold: 150, severity: 'warning', name: 'drawn' },
  ]);
});
