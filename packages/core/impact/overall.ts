import { verdictOf } from './verdict.js';
import type { OverallImpact } from './types.js';

/** A signal as the overall figure sees it: judged at its share of the chance of error. */
export interface Part {
  readonly signal: string;
  readonly weight: number;
  readonly change: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly secondsMore: number | null;
}

/**
 * The weighted mean of changes. Its bounds are the weighted means of the signals' bounds, each at its share of alpha (Bonferroni), and so
 * hold together however the signals depend on each other.
 */
export function overallOf(parts: readonly Part[], tolerance: number): OverallImpact {
  const nothing = { change: null, low: null, high: null, verdict: 'unknown', secondsMore: null } as const;
  const weight = parts.reduce((sum, part) => sum + part.weight, 0);
  if (weight === 0) return { ...nothing, reason: 'no signal can be compared yet', signals: [] };
  const mean = (read: (part: Part) => number | null): number | null => {
    let sum = 0;
    for (const part of parts) {
      const value = read(part);
      if (value === null) return null;
      sum += (part.weight * value) / weight;
    }
    return sum;
  };
  const [change, low, high] = [mean((p) => p.change), mean((p) => p.low), mean((p) => p.high)];
  const verdicts = parts.map((part) => verdictOf(part, tolerance));
  const mixed = verdicts.includes('improved') && verdicts.includes('regressed');
  const verdict = mixed ? 'mixed' : verdictOf({ low, high }, tolerance);
  const waits = parts.map((part) => part.secondsMore ?? 0);
  return {
    change,
    low,
    high,
    verdict,
    reason: verdict === 'unknown' ? 'not yet known' : null,
    secondsMore: verdict === 'unknown' && Math.max(...waits) > 0 ? Math.max(...waits) : null,
    signals: parts.map((part) => part.signal),
  };
}

/**
 * 50 as the baseline, 100 twice as good throughout, 0 half as good: 50 + 50·clamp(Σ wᵢ·log₂ rᵢ, −1, 1), rᵢ the ratio in the better
 * direction (DESIGN.md section 6); null where no change is known.
 * @param lowerIsBetter whether a signal improves by falling
 */
export function scoreOf(parts: readonly Part[], lowerIsBetter: (signal: string) => boolean): number | null {
  const weight = parts.reduce((sum, part) => sum + part.weight, 0);
  if (weight === 0) return null;
  const sum = parts.reduce((total, { signal, change, weight: own }) => {
    const log = lowerIsBetter(signal)
      ? -Math.log2(Math.max(0, 1 - change))
      : Math.log2(Math.max(0, 1 + change));
    return total + (own / weight) * Math.max(-50, Math.min(50, log));
  }, 0);
  return 50 + 50 * Math.max(-1, Math.min(1, sum));
}
