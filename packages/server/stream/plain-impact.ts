import type { ImpactView, PlainFrame } from '@hubscope/core/wire';
import { compact } from './compact.js';

/** The part of the plain form that says what changed since the baseline, in percent, positive when better. */
export function plainImpact(impact: ImpactView | null): PlainFrame['optimization_impact'] {
  const percent = (fraction: number | null): number | null =>
    fraction === null ? null : compact(100 * fraction);
  const change = (name: string): number | null =>
    percent(impact?.signals.find(({ signal }) => signal === name)?.change ?? null);
  return {
    improvement_percent: change('throughput'),
    memory_efficiency_gain: change('memory'),
    cpu_efficiency_gain: change('cpu_per_op'),
    communication_improvement: change('communication.mean'),
    overall_effectiveness: percent(impact?.overall ?? null),
    baseline: impact?.baseline ?? null,
  };
}
