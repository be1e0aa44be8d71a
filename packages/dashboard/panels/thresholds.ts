import { fitsGlob, measureOf, rulesOf } from '@hubscope/core/judge';
import { signalOf, type Threshold } from '@hubscope/core/live';
import { hubId } from '@hubscope/core/signal';
import type { RuleInForce, SignalInfo } from '@hubscope/core/wire';

/** The thresholds of the rules that watch a component (`kind:name`) and that are values of its columns, as its charts draw them. */
export function componentThresholds(
  rules: readonly RuleInForce[],
  hub: string,
  component: string,
  signals: readonly SignalInfo[],
): readonly Threshold[] {
  const watching = rulesOf(rules, hubId(hub)).filter((rule) => {
    const signal = signalOf(signals, rule.signal);
    return (
      rule.enabled &&
      rule.component !== null &&
      fitsGlob(rule.component, component) &&
      signal !== null &&
      measureOf(rule, signal).of === 'value'
    );
  });
  return watching.map(({ signal, condition, threshold, severity, name }) => ({
    column: signal,
    condition,
    threshold,
    severity,
    name,
  }));
}
