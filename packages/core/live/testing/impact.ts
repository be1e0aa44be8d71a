// Test code: impacts for the unit tests; their numbers mean nothing.
import type { ImpactSignal, ImpactView } from '../../wire/index.js';

export function impactSignalOf(signal: string, more: Partial<ImpactSignal> = {}): ImpactSignal {
  return {
    signal,
    title: signal,
    unit: 'ms',
    before: 100,
    after: 90,
    change: 0.1,
    low: 0.05,
    high: 0.15,
    verdict: 'improved',
    reason: null,
    words: 'better',
    seconds_more: null,
    counts: true,
    load: { kind: 'matched', before: 10, after: 12, compared_before: 1, compared_after: 1 },
    target: null,
    ...more,
  };
}

export function impactOf(more: Partial<ImpactView> = {}): ImpactView {
  return {
    hub: 'shop',
    component: null,
    baseline: 'before cache',
    baseline_id: 'b1',
    marker: { id: 'm1', hub: 'shop', name: 'v1.8.2', at: 1_000_000, origin: 'version' },
    since: 1_000_000,
    until: 1_720_000,
    seconds: 720,
    set_aside: 0,
    overall: 0.484,
    overall_low: 0.4,
    overall_high: 0.55,
    overall_verdict: 'improved',
    overall_reason: null,
    overall_words: 'better',
    overall_seconds_more: null,
    score: 78,
    load: null,
    signals: [],
    stability: [],
    balance: [],
    advice: null,
    ...more,
  };
}
