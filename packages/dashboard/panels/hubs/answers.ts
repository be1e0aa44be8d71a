import type { ImpactView } from '@hubscope/core/wire';
import { fieldsOf } from '../../live/api.js';
import { percent } from '../../words/told.js';
import { hubsWords as words } from '../../words/hubs.js';

/** A hub's health, 0–100; null where it is unknown. */
export function scoreOf(body: unknown): number | null {
  const score = fieldsOf(body)?.['score'];
  return typeof score === 'number' ? score : null;
}

/** The last verdict on a hub, as a figure or a word; null where there is none yet. */
export function verdictOf(
  body: unknown,
): { readonly verdict: ImpactView['overall_verdict']; readonly words: string } | null {
  const told = fieldsOf(body);
  const [verdict, overall] = [told?.['overall_verdict'], told?.['overall']];
  switch (verdict) {
    case 'same':
    case 'mixed':
      return { verdict, words: words.verdicts[verdict] };
    case 'improved':
    case 'regressed':
      return typeof overall === 'number' ? { verdict, words: percent(overall) } : null;
    default:
      return null;
  }
}
