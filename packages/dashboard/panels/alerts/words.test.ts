import type { SignalInfo } from '@hubscope/core/wire';
import { describe, expect, it } from 'vitest';
import { emptyReplica, reduce, alertSentence, inOrder, valueNow } from '@hubscope/core/live';
import { alertOf, snapshotOf, start } from '@hubscope/core/live/testing';
import { newsOf } from './news.js';

const latency: SignalInfo = {
  name: 'latency',
  title: 'Latency',
  unit: 'ms',
  better: 'lower',
  fold: 'distribution',
  decimals: 1,
  wire_name: 'latency_ms',
};
const thin = '\u2009';
const say = (more: Parameters<typeof alertOf>[0], seconds = 130): string =>
  alertSentence(alertOf(more), latency, (start + seconds) * 1000);

describe('an alert in words', () => {
  it('says where, how much, the limit and for how long', () => {
    expect(say({ component: 'agent:writer' })).toBe(`writer · 182.3${thin}ms, above 150 for 2 min`);
    expect(say({ state: 'pending' }, 3)).toBe(`hub · 182.3${thin}ms, above 150 for 3 s`);
    expect(say({ state: 'approaching', current_value: 140 })).toBe(
      `hub · 140.0${thin}ms, approaching 150${thin}ms`,
    );
  });

  it('counts a change in percent and a burn rate in budgets, whatever the signal’s unit', () => {
    const threshold = { ...alertOf().threshold, threshold: 50 };
    const change = { of: 'change', unit: '% against the hour before', decimals: 1 } as const;
    const burn = { of: 'burn', unit: '× the budget', decimals: 1 } as const;
    expect(say({ measure: change, threshold, current_value: 61.2 })).toBe(
      `hub · 61.2${thin}% against the hour before, above 50 for 2 min`,
    );
    expect(say({ measure: burn, threshold, current_value: 61.2, state: 'approaching' })).toBe(
      `hub · 61.2${thin}× the budget, approaching 50${thin}× the budget`,
    );
  });

  it('says how much of an error budget is left', () => {
    expect(say({ budget_left: 62.04 })).toMatch(/for 2 min · 62\.0\u2009% of its budget left$/);
    expect(say({ budget_left: -12.4 })).toMatch(/ · budget overspent by 12\.4\u2009%$/);
    expect(say({ budget_left: null })).not.toContain('budget');
  });

  it('says who acknowledged it, how often it fired and since when it is blind', () => {
    expect(say({ acknowledged: true, acknowledged_by: 'Ada' })).toMatch(/ · acknowledged by Ada$/);
    expect(say({ occurrences: 3 })).toMatch(/ · 3\stimes$/);
    expect(say({ current_value: null, blind_since: start * 1000 })).toMatch(
      /^hub · —, .* · no value since \d\d:\d\d$/,
    );
  });

  it('says when it resolved and after how long', () => {
    expect(say({ state: 'resolved', resolved_at: (start + 48) * 1000 })).toMatch(
      /^resolved at \d\d:\d\d, after 48 s$/,
    );
  });
});

describe("an alert's value", () => {
  const { view } = reduce(emptyReplica, snapshotOf());

  it('is what the column is now, of the hub or of the component, and its own where that is unknown', () => {
    if (view === null) throw new Error('no view');
    expect(valueNow(view, alertOf({ column: 'memory' }))).toBe(42);
    expect(valueNow(view, alertOf({ column: 'busy', component: 'agent:a' }))).toBe(0.5);
    expect(valueNow(view, alertOf({ column: 'cpu' }))).toBe(182.34);
    const change = { of: 'change', unit: '% against the hour before', decimals: 1 } as const;
    expect(valueNow(view, alertOf({ column: 'memory', measure: change }))).toBe(182.34);
    expect(valueNow(view, alertOf({ column: 'busy', component: 'agent:gone' }))).toBe(182.34);
  });
});

describe('the order of alerts', () => {
  it('puts first what needs a person', () => {
    const critical = { ...alertOf().threshold, severity: 'critical' as const };
    const order = inOrder([
      alertOf({ id: 'resolved', state: 'resolved' }),
      alertOf({ id: 'warning' }),
      alertOf({ id: 'approaching', state: 'approaching' }),
      alertOf({ id: 'critical', threshold: critical }),
      alertOf({ id: 'known', threshold: critical, acknowledged: true }),
      alertOf({ id: 'gone', state: 'inactive' }),
    ]);
    expect(order.map(({ id }) => id)).toEqual(['critical', 'warning', 'known', 'approaching', 'resolved']);
  });
});

describe('what is said aloud', () => {
  it('is what fires and what resolves, once', () => {
    const firing = [alertOf()];
    expect(newsOf(new Map(), firing)).toBe('High Latency fires, warning');
    expect(newsOf(new Map([['one', 'firing']]), firing)).toBe('');
    expect(newsOf(new Map([['one', 'firing']]), [alertOf({ state: 'resolved' })])).toBe(
      'High Latency resolved',
    );
    expect(newsOf(new Map(), [alertOf({ state: 'resolved' })])).toBe('');
    expect(newsOf(new Map(), [alertOf({ state: 'approaching' })])).toBe('');
  });
});
