import type { Rule } from '../wire/index.js';

/** Whether a value is beyond a limit in the rule's direction. */
export function beyond({ condition, threshold }: Rule, value: number, limit: number): boolean {
  if (condition === 'equal') return value === threshold;
  return condition === 'above' ? value > limit : value < limit;
}

/** The value from which a rule shows as approaching; null where it never does. */
export function approachLine(rule: Rule): number | null {
  const { condition, approach, threshold } = rule;
  // A part of zero, or of what lies below it, is no distance to speak of.
  if (condition === 'equal' || approach === 0 || approach === 1 || threshold <= 0) return null;
  return condition === 'above' ? threshold * approach : threshold / approach;
}

/** Whether a second counts as breach. */
export function breaches(rule: Rule, value: number | null): boolean {
  return value === null ? rule.no_data === 'fire' : beyond(rule, value, rule.threshold);
}

/** Whether a second shows as approaching, breach or not. */
export function approaches(rule: Rule, value: number | null): boolean {
  const line = approachLine(rule);
  return value !== null && line !== null && beyond(rule, value, line);
}

/** Whether a firing alert is held up by a value: it is in breach, or not yet back at where it resolves. */
export function holds(rule: Rule, value: number): boolean {
  return (
    beyond(rule, value, rule.threshold) || (rule.resolve_at !== null && beyond(rule, value, rule.resolve_at))
  );
}

/** Whether a value makes a firing alert critical. */
export function escalates(rule: Rule, value: number): boolean {
  const { critical_at, condition } = rule;
  if (critical_at === null || condition === 'equal') return false;
  return condition === 'above' ? value >= critical_at : value <= critical_at;
}

/** Of two values the one that lies further to the bad side. */
export function worse({ condition }: Rule, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return condition === 'below' ? Math.min(a, b) : Math.max(a, b);
}
