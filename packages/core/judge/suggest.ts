import type { Rule } from '../wire/index.js';

/** Seconds of data before anything is suggested. */
const leastKnown = 600;
/** How far beyond what the signal held for so long a suggestion lies. */
const margin = 0.2;
const share = 0.99;

/** A number of two digits, none nearer to the threshold's good side than the value. */
function rounded(value: number, up: boolean): number {
  if (value === 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  const steps = value / unit;
  // The rounding error of the division must not cost a whole step.
  return Number(((up ? Math.ceil(steps - 1e-9) : Math.floor(steps + 1e-9)) * unit).toPrecision(2));
}

/**
 * A threshold from a signal's own past: a fifth beyond what it held as long as the rule waits, in all but a hundredth of the time. So the
 * rule would have been quiet but for the worst hundredth. Null where less than ten minutes are known, or nothing can be said.
 * @param values one a second, oldest first
 */
export function suggestThreshold(
  rule: Pick<Rule, 'condition' | 'for'>,
  values: readonly (number | null)[],
): number | null {
  if (rule.condition === 'equal') return null;
  const above = rule.condition === 'above';
  const held: number[] = [];
  const length = Math.max(1, Math.ceil(rule.for));
  // The value that was held: the best of the last `length` known seconds, by a monotonic queue.
  const queue: [at: number, value: number][] = [];
  let known = 0;
  for (const value of values) {
    if (value === null) continue;
    known += 1;
    while (
      queue.length > 0 &&
      (above ? (queue.at(-1)?.[1] ?? 0) >= value : (queue.at(-1)?.[1] ?? 0) <= value)
    )
      queue.pop();
    queue.push([known, value]);
    while ((queue[0]?.[0] ?? known) <= known - length) queue.shift();
    if (known >= length) held.push(queue[0]?.[1] ?? value);
  }
  if (known < leastKnown) return null;
  held.sort((a, b) => a - b);
  const place = above ? Math.ceil(share * held.length) - 1 : Math.floor((1 - share) * held.length);
  const worst = held[Math.min(Math.max(place, 0), held.length - 1)];
  if (worst === undefined) return null;
  return rounded(above ? worst + margin * Math.abs(worst) : worst - margin * Math.abs(worst), above);
}
