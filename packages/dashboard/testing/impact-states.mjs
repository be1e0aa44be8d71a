// Test code: an impact in each of its states, for pictures. Its numbers mean nothing, and none of it is shipped.

const load = { kind: 'matched', before: 480, after: 862, compared_before: 0.8, compared_after: 0.9 };
const row = (signal, title, unit, before, after, change, half, verdict, more = {}) => ({
  signal,
  title,
  unit,
  before,
  after,
  change,
  low: change === null ? null : change - half,
  high: change === null ? null : change + half,
  verdict,
  reason: null,
  words: verdict,
  seconds_more: null,
  counts: true,
  load,
  target: null,
  ...more,
});

const better = [
  row('throughput', 'Throughput', 'ops/s', 476, 877, 0.842, 0.05, 'improved', {
    target: { change: 0.47, state: 'met' },
    load: { ...load, kind: 'limit' },
  }),
  row('memory', 'Memory', 'MB', 68.8, 48.1, 0.301, 0.03, 'improved'),
  row('cpu_per_op', 'CPU per operation', 'CPU-ms/op', 5.5, 3.8, 0.313, 0.07, 'improved'),
  row('communication', 'Communication', 'ms', 11.5, 6, 0.478, 0.09, 'improved'),
  row('latency.p95', 'Latency P95', 'ms', 136.5, 137, -0.004, 0.008, 'same'),
  row('ttft', 'Time to first token', 'ms', 210, 204, 0.03, 0.11, 'unknown', { seconds_more: 170 }),
  row('latency', 'Latency mean', 'ms', 84, 83.6, 0.005, 0.006, 'same'),
  row('latency.p50', 'Latency P50', 'ms', 79, 79.1, -0.001, 0.007, 'same'),
  row('error_rate', 'Error rate', '%', 0.4, 0.4, null, 0, 'unknown', { reason: 'too few errors to tell' }),
];
const worse = better.map((each) =>
  each.verdict === 'improved'
    ? row(each.signal, each.title, each.unit, each.before, each.after, -each.change, 0.08, 'regressed')
    : each,
);
const mixed = better.map((each, k) =>
  k === 1
    ? worse[1]
    : k === 4
      ? { ...worse[0], ...each, change: -0.32, low: -0.4, high: -0.25, verdict: 'regressed' }
      : each,
);
const unknown = better.map((each, k) => ({
  ...each,
  verdict: 'unknown',
  low: each.change === null ? null : each.change - 0.6,
  high: each.change === null ? null : each.change + 0.7,
  seconds_more: k === 8 ? null : 100 + 60 * k,
  target: null,
}));
const same = better.map((each) => ({
  ...each,
  verdict: 'same',
  change: 0.002,
  low: -0.006,
  high: 0.008,
  target: null,
}));

const states = {
  better: { signals: better, overall: 0.484, half: 0.06, overall_verdict: 'improved', score: 94.2 },
  worse: { signals: worse, overall: -0.31, half: 0.05, overall_verdict: 'regressed', score: 21 },
  mixed: { signals: mixed, overall: 0.12, half: 0.07, overall_verdict: 'mixed', score: 58 },
  same: { signals: same, overall: 0.001, half: 0.007, overall_verdict: 'same', score: 50 },
  unknown: {
    signals: unknown,
    overall: 0.36,
    half: 0.7,
    overall_verdict: 'unknown',
    score: 71,
    overall_seconds_more: 170,
  },
};

/** The impact of a hub in a state at a moment, ms since the epoch; null for none. */
export function impactState(name, hub, marker, now) {
  const state = states[name];
  if (state === undefined) return null;
  const { half, ...rest } = state;
  return {
    hub,
    component: null,
    baseline: 'before cache',
    baseline_id: 'b1',
    marker,
    since: now - 12 * 60_000,
    until: now,
    seconds: 720,
    set_aside: 0,
    overall_low: state.overall - half,
    overall_high: state.overall + half,
    overall_reason: null,
    overall_words: state.overall_verdict,
    overall_seconds_more: null,
    load: 'Load 480 before, 862 since: compared at equal load (80 % of the time).',
    stability: [],
    balance: [],
    advice: null,
    ...rest,
  };
}
