import type { ImpactSignal, ImpactView } from '@hubscope/core/wire';
import { describe, expect, it } from 'vitest';
import { everySignal, judge, type Condition, type Outcome } from './gate-conditions.js';
import { annotations, formats, type Report } from './gate-report.js';

function signal(
  name: string,
  change: number | null,
  reach: number,
  more: Partial<ImpactSignal> = {},
): ImpactSignal {
  return {
    signal: name,
    title: name,
    unit: '',
    before: 1,
    after: 1,
    change,
    low: change === null ? null : change - reach,
    high: change === null ? null : change + reach,
    verdict: 'unknown',
    reason: null,
    words: '',
    seconds_more: null,
    counts: true,
    load: { kind: 'ignored', before: null, after: null, compared_before: 1, compared_after: 1 },
    target: null,
    ...more,
  };
}

function view(signals: readonly ImpactSignal[]): ImpactView {
  return {
    hub: 'shop',
    component: null,
    baseline: 'before',
    baseline_id: 'b',
    marker: null,
    since: 1_700_000_000_000,
    until: null,
    seconds: 60,
    set_aside: 0,
    overall: 0.1,
    overall_low: 0.05,
    overall_high: 0.15,
    overall_verdict: 'improved',
    overall_reason: null,
    overall_words: 'better',
    overall_seconds_more: null,
    score: 55,
    load: null,
    signals: [...signals],
    stability: [],
    balance: [],
    advice: null,
  };
}

const states = (found: ImpactView, ...conditions: readonly Condition[]): Outcome['state'][] =>
  judge(found, conditions).map(({ state }) => state);

describe('a condition of the gate', () => {
  const limit = 0.05;
  it.each([
    ['fails where more of a regression is proven', -0.2, 0.1, 'failed'],
    ['is open where more may be', -0.06, 0.1, 'open'],
    ['passes where no more can be', 0, 0.04, 'passed'],
    ['passes where a smaller regression is proven', -0.03, 0.01, 'passed'],
  ])('on a regression %s', (_, change, reach, state) => {
    const found = view([signal('throughput', change, reach)]);
    expect(states(found, { signal: 'throughput', kind: 'regression', limit })).toEqual([state]);
  });

  it.each([
    ['passes where it is proven', 0.2, 0.1, 'passed'],
    ['is open where it may be', 0.06, 0.1, 'open'],
    ['fails where it can’t be', 0, 0.04, 'failed'],
  ])('on an improvement %s', (_, change, reach, state) => {
    const found = view([signal('throughput', change, reach)]);
    expect(states(found, { signal: 'throughput', kind: 'improvement', limit })).toEqual([state]);
  });

  it('on a target is as the marker’s', () => {
    const kind = 'target';
    const of = (state: 'met' | 'missed' | 'unknown'): ImpactView =>
      view([signal('throughput', 0.1, 0.1, { target: { change: 0.2, state } })]);
    const condition = { signal: 'throughput', kind, limit: 0 } as const;
    expect(states(of('met'), condition)).toEqual(['passed']);
    expect(states(of('missed'), condition)).toEqual(['failed']);
    expect(states(of('unknown'), condition)).toEqual(['open']);
  });

  it('is open while nothing is known, and may be on the overall figure or on a mean by its short name', () => {
    const found = view([signal('latency.mean', null, 0)]);
    expect(states(found, { signal: 'latency', kind: 'regression', limit })).toEqual(['open']);
    expect(states(found, { signal: 'overall', kind: 'improvement', limit })).toEqual(['passed']);
  });

  it('on a signal that is not compared is refused', () => {
    const condition: Condition = { signal: 'nothing', kind: 'regression', limit };
    expect(() => judge(view([signal('throughput', 0, 1)]), [condition])).toThrow(/there are throughput/);
    expect(() => judge(view([]), [condition])).toThrow(/capture a baseline/);
  });

  it('is on every signal that counts where none is named', () => {
    const found = view([signal('throughput', 0, 1, { counts: false }), signal('memory', 0, 1)]);
    expect(everySignal(found, 0.1)).toEqual([{ signal: 'memory', kind: 'regression', limit: 0.1 }]);
  });
});

describe('a report of the gate', () => {
  const found = view([signal('throughput', -0.2, 0.1), signal('memory <"&>', 0, 1)]);
  const conditions = judge(found, [
    { signal: 'throughput', kind: 'regression', limit: 0.05 },
    { signal: 'memory <"&>', kind: 'regression', limit: 0.05 },
  ]);
  const report: Report = {
    passed: false,
    strict: false,
    hub: 'shop',
    baseline: 'before',
    since: found.since,
    comparisons: 2,
    conditions,
    impact: found,
  };

  it('is JUnit that says what failed and what is open, with its text escaped', () => {
    const xml = formats.junit(report);
    expect(xml).toContain('<testsuite name="hubscope gate" tests="2" failures="1" skipped="1">');
    expect(xml).toContain('<failure message="throughput: at most 5.0 % worse: a regression is proven');
    expect(xml).toContain('name="memory &lt;&quot;&amp;&gt; regression"');
  });

  it('is JUnit that fails for what the gate fails for: what is open too, where nothing may be, and an improvement that is not proven', () => {
    expect(formats.junit({ ...report, strict: true })).toContain('failures="2" skipped="0"');
    const open = judge(found, [{ signal: 'memory <"&>', kind: 'improvement', limit: 0.05 }]);
    expect(formats.junit({ ...report, conditions: open })).toContain('failures="1" skipped="0"');
    expect(annotations({ ...report, conditions: open })[0]).toMatch(/^::error /);
  });

  it('says how the chance of error is shared where more than one signal is asked for', () => {
    expect(formats.text(report)).toContain('Each of 2 signals is held to 5 % ÷ 2');
    expect(formats.markdown({ ...report, comparisons: 1 })).not.toContain('÷');
  });

  it('is Markdown with a table', () => {
    const text = formats.markdown(report);
    expect(text).toContain('### The gate fails.');
    expect(text).toContain('| Signal | Before | After |');
  });

  it('is JSON that holds all of it', () => {
    expect(JSON.parse(formats.json(report))).toMatchObject({ passed: false, baseline: 'before' });
  });

  it('annotates what failed as errors and what is open as warnings', () => {
    const lines = annotations(report);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['::error', '::warning']);
    expect(lines[0]).toContain('5.0 %25 worse');
  });
});
