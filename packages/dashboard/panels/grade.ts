export type Grade = 'ok' | 'warn' | 'crit' | 'unknown';

/** What a health score says: from 80 all is well, from 50 it wants a look. */
export function grade(score: number | null): Grade {
  if (score === null) return 'unknown';
  return score >= 80 ? 'ok' : score >= 50 ? 'warn' : 'crit';
}
