import type { Health, Rule } from '../wire/index.js';

const weights: Readonly<Record<Rule['severity'], number>> = { info: 1, warning: 2, critical: 3 };
const availabilityWeight = 4;

/** A rule and the value that it looks at. */
export interface Watched {
  readonly rule: Rule;
  readonly value: number | null;
}

/**
 * How far a value is into a rule's range, 0–1: nothing is lost up to where the rule shows as approaching, half at the threshold, all as
 * far beyond it as approaching begins before it.
 */
export function strain({ rule, value }: Watched): number | null {
  if (value === null) return null;
  const { condition, threshold, approach } = rule;
  if (condition === 'equal') return value === threshold ? 1 : 0;
  if (threshold <= 0) return (condition === 'above' ? value > threshold : value < threshold) ? 1 : 0;
  const ratio = condition === 'above' ? value / threshold : value <= 0 ? Infinity : threshold / value;
  const room = Math.max(1 - approach, 0.001);
  return Math.min(Math.max((ratio - approach) / (2 * room), 0), 1);
}

/**
 * Health 0–100: a hundred less what each rule's strain and missing availability take, weighted (critical 3, warning 2, info 1,
 * availability 4). What is unknown weighs nothing.
 * @param available the share 0–1 of the last hour in which the hub reported; null where unknown
 */
export function healthOf(watched: readonly Watched[], available: number | null): Health {
  const strained = watched.flatMap((each) => {
    const lost = strain(each);
    return lost === null ? [] : [{ ...each, lost, weight: weights[each.rule.severity] }];
  });
  const known = available === null ? 0 : availabilityWeight;
  const total = strained.reduce((sum, { weight }) => sum + weight, known);
  if (total === 0) return { score: null, parts: [] };
  const points = (lost: number, weight: number): number => (100 * lost * weight) / total;
  const parts: Health['parts'] = strained.map(({ rule, value, lost, weight }) => ({
    name: rule.name,
    column: rule.signal,
    value,
    threshold: rule.threshold,
    lost: points(lost, weight),
  }));
  if (available !== null) {
    const lost = points(1 - available, availabilityWeight);
    parts.push({ name: 'Availability', column: null, value: available * 100, threshold: null, lost });
  }
  const lost = parts.reduce((sum, part) => sum + part.lost, 0);
  return {
    score: Math.max(0, 100 - lost),
    parts: parts.filter((part) => part.lost > 0).sort((a, b) => b.lost - a.lost),
  };
}
