import type { ImpactSignal, ImpactView } from '@hubscope/core/wire';
import { percent } from './impact.js';
import { Refused } from './server.js';

/** What a gate asks of one signal. */
export interface Condition {
  /** A column (`latency.p95`), or `overall`. */
  readonly signal: string;
  /** `regression`: it is not proven worse by more than this. `improvement`: it is proven better by at least this. `target`: its marker's. */
  readonly kind: 'regression' | 'improvement' | 'target';
  /** A fraction. */
  readonly limit: number;
}

export interface Outcome {
  readonly condition: Condition;
  /** `open`: not yet known. */
  readonly state: 'passed' | 'failed' | 'open';
  readonly signal: string;
  readonly change: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly seconds_more: number | null;
  readonly words: string;
}

type Found = Pick<
  ImpactSignal,
  'signal' | 'title' | 'change' | 'low' | 'high' | 'reason' | 'seconds_more' | 'target'
>;

/** `latency` stands for its mean. @throws Refused where the signal is not compared */
function find(found: ImpactView, name: string): Found {
  if (name === 'overall') {
    const { overall: change, overall_low: low, overall_high: high } = found;
    const reason = found.overall_reason;
    const seconds_more = found.overall_seconds_more;
    return { signal: 'overall', title: 'Overall', change, low, high, reason, seconds_more, target: null };
  }
  const one = found.signals.find(({ signal }) => signal === name || signal === `${name}.mean`);
  if (one !== undefined) return one;
  const names = found.signals.map(({ signal }) => signal).join(', ');
  if (names === '')
    throw new Refused('nothing is compared: capture a baseline first, or name one with --baseline');
  throw new Refused(`${name} is not compared; there are ${names} and overall`);
}

function stateOf({ kind, limit }: Condition, { low, high, target }: Found): Outcome['state'] {
  if (kind === 'target') {
    if (target === null || target.state === 'unknown') return 'open';
    return target.state === 'met' ? 'passed' : 'failed';
  }
  if (low === null || high === null) return 'open';
  if (kind === 'regression') return high < -limit ? 'failed' : low >= -limit ? 'passed' : 'open';
  return low >= limit ? 'passed' : high < limit ? 'failed' : 'open';
}

function wordsOf(condition: Condition, found: Found, state: Outcome['state']): string {
  const { kind, limit } = condition;
  const share = percent(limit).replace('+', '');
  const asked = {
    regression: `at most ${share} worse`,
    improvement: `at least ${share} better`,
    target: `its target${found.target === null ? '' : ` of ${percent(found.target.change)}`}`,
  }[kind];
  const known =
    found.change === null
      ? (found.reason ?? 'unknown')
      : `${percent(found.change)}, between ${percent(found.low)} and ${percent(found.high)}`;
  const verdict = {
    passed: 'holds',
    failed: kind === 'regression' ? 'a regression is proven' : 'missed',
    open: 'not yet known',
  }[state];
  return `${found.title}: ${asked}: ${verdict} (${known})`;
}

/** What became of each condition. @throws Refused where a signal is not compared */
export function judge(found: ImpactView, conditions: readonly Condition[]): Outcome[] {
  return conditions.map((condition) => {
    const one = find(found, condition.signal);
    const state = stateOf(condition, one);
    const { signal, change, low, high, seconds_more } = one;
    return {
      condition,
      state,
      signal,
      change,
      low,
      high,
      seconds_more,
      words: wordsOf(condition, one, state),
    };
  });
}

/** What is asked of a regression holds until one is proven, unless what is open fails; what is asked of an improvement fails until it is. */
export function holds({ state, condition }: Pick<Outcome, 'state' | 'condition'>, strict: boolean): boolean {
  if (state !== 'open') return state === 'passed';
  return !strict && condition.kind === 'regression';
}

/** What is asked where no condition is named: that nothing which is compared got worse. */
export function everySignal(found: ImpactView, limit: number): Condition[] {
  return found.signals
    .filter(({ counts }) => counts)
    .map(({ signal }) => ({ signal, kind: 'regression', limit }));
}
