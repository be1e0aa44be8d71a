import type { Impact, SignalImpact } from '@hubscope/core/impact';
import type { Column, SignalTable } from '@hubscope/core/signal';
import { startOf, type Second } from '@hubscope/core/time';
import type {
  Baseline,
  BalanceRow,
  ImpactSignal,
  ImpactView,
  Marker,
  StabilityRow,
} from '@hubscope/core/wire';
import { loadWords, verdictWords } from './words.js';

/** What is compared, beside what came of it. */
export interface Compared {
  readonly hub: string;
  readonly component: string | null;
  readonly baseline: Pick<Baseline, 'id' | 'name' | 'quality'>;
  readonly marker: Marker | null;
  readonly since: Second;
  readonly tolerance: number;
}

/** What is measured beside the comparison. */
export interface Beside {
  readonly stability: readonly StabilityRow[];
  readonly balance: readonly BalanceRow[];
}

/** `Latency P95`. */
export function titleOf({ signal, statistic }: Column): string {
  return statistic === 'value' ? signal.title : `${signal.title} ${statisticWords[statistic]}`;
}

/** One signal's change as it stands on the wire. */
export function signalView(table: SignalTable, found: SignalImpact, tolerance: number): ImpactSignal {
  const column = table.column(found.signal);
  const { load } = found;
  return {
    signal: found.signal,
    title: column === null ? found.signal : titleOf(column),
    unit: column?.signal.unit ?? '',
    before: found.before,
    after: found.after,
    change: found.change,
    low: found.low,
    high: found.high,
    verdict: found.verdict,
    reason: found.reason,
    words:
      load.kind === 'demand' ? 'follows demand' : verdictWords(found.verdict, found.secondsMore, tolerance),
    seconds_more: found.secondsMore,
    counts: found.counts,
    load: {
      kind: load.kind,
      before: load.before,
      after: load.after,
      compared_before: load.comparedBefore,
      compared_after: load.comparedAfter,
    },
    target: found.target,
  };
}

const statisticWords = {
  mean: 'mean',
  p50: 'P50',
  p95: 'P95',
  p99: 'P99',
  count: 'count',
  min: 'minimum',
  max: 'maximum',
} as const;

/** The change since the baseline as it stands on the wire. */
export function impactView(
  table: SignalTable,
  { hub, component, baseline, marker, since, tolerance }: Compared,
  impact: Impact,
  beside: Beside,
): ImpactView {
  const { overall } = impact;
  const set = impact.setAside === 0 ? '' : ` ${String(impact.setAside)} s after a restart were set aside.`;
  const load = loadWords(impact.signals.map((each) => each.load));
  return {
    hub,
    component,
    baseline: baseline.name,
    baseline_id: baseline.id,
    marker,
    since: startOf(since),
    until: impact.seconds > 0 ? startOf(since) + 1000 * impact.seconds : null,
    seconds: Math.max(0, impact.seconds),
    set_aside: impact.setAside,
    overall: overall.change,
    overall_low: overall.low,
    overall_high: overall.high,
    overall_verdict: overall.verdict,
    overall_reason: overall.reason,
    overall_words: verdictWords(overall.verdict, overall.secondsMore, tolerance),
    overall_seconds_more: overall.secondsMore,
    score: impact.score,
    load: load === null && set === '' ? null : `${load ?? ''}${set}`.trim(),
    signals: impact.signals.map((each) => signalView(table, each, tolerance)),
    stability: [...beside.stability],
    balance: [...beside.balance],
    advice: baseline.quality.advice[0] ?? null,
  };
}

/** What is told where there is nothing to compare with. */
export function nothingCompared(
  hub: string,
  component: string | null,
  advice: string,
  beside: Beside,
): ImpactView {
  return {
    hub,
    component,
    baseline: null,
    baseline_id: null,
    marker: null,
    since: null,
    until: null,
    seconds: 0,
    set_aside: 0,
    overall: null,
    overall_low: null,
    overall_high: null,
    overall_verdict: 'unknown',
    overall_reason: 'there is no baseline to compare with',
    overall_words: 'not known',
    overall_seconds_more: null,
    score: null,
    load: null,
    signals: [],
    stability: [...beside.stability],
    balance: [...beside.balance],
    advice,
  };
}
