import type { Target, TargetState, Verdict } from './types.js';
import type { Interval } from './interval.js';

/** What an interval proves against a tolerance: a change within it is none. */
export function verdictOf({ low, high }: Pick<Interval, 'low' | 'high'>, tolerance: number): Verdict {
  if (low === null || high === null) return 'unknown';
  if (low > tolerance) return 'improved';
  if (high < -tolerance) return 'regressed';
  return low >= -tolerance && high <= tolerance ? 'same' : 'unknown';
}

/** Whether a target is reached: surely, surely not, or not yet known. */
export function targetState({ low, high }: Pick<Interval, 'low' | 'high'>, target: Target): TargetState {
  if (low === null || high === null) return 'unknown';
  if (low >= target.change) return 'met';
  return high < target.change ? 'missed' : 'unknown';
}
