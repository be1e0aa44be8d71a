import type { Second } from '../time/index.js';
import { second } from '../time/index.js';
import type { Rule } from '../wire/index.js';
import { freshMemory } from './alert-memory.js';
import { stepAlert } from './alert-step.js';
import { worse } from './condition.js';

/** A stretch in which a rule would have fired. */
export interface Fired {
  readonly from: Second;
  /** Excluded; null where it would fire still. */
  readonly to: Second | null;
  readonly worst: number | null;
}

export interface Preview {
  readonly fired: readonly Fired[];
  readonly knownSeconds: number;
  readonly firingSeconds: number;
}

/** Plays a rule over values of the past, one a second, as it would have been evaluated then. */
export function previewOf(rule: Rule, from: Second, values: Iterable<number | null>): Preview {
  const memory = freshMemory();
  const fired: { from: Second; to: Second | null; worst: number | null }[] = [];
  let [knownSeconds, firingSeconds, which] = [0, 0, from];
  for (const value of values) {
    const events = stepAlert(memory, rule, which, value, String);
    if (value !== null) knownSeconds += 1;
    for (const { kind } of events) {
      const last = fired.at(-1);
      if (kind === 'fired' || kind === 'reopened') fired.push({ from: which, to: null, worst: value });
      else if (kind === 'resolved' && last !== undefined) last.to = which;
    }
    const now = fired.at(-1);
    if (memory.state === 'firing' && now !== undefined) {
      firingSeconds += 1;
      now.worst = worse(rule, now.worst, value);
    }
    which = second(which + 1);
  }
  return { fired, knownSeconds, firingSeconds };
}
