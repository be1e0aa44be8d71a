import type { LoadParity, OverallVerdict, Verdict } from '@hubscope/core/impact';

/** A time ahead as a person says it. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${String(Math.max(10, Math.ceil(seconds / 10) * 10))} s`;
  if (seconds < 5400) return `${String(Math.round(seconds / 60))} min`;
  return `${String(Math.round(seconds / 3600))} h`;
}

/** A fraction in percent, as `12.3 %`; signed where asked. */
export function percent(fraction: number, signed = false): string {
  const value = 100 * fraction;
  const text = Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(1);
  return `${signed && value > 0 ? '+' : ''}${text.replace('-', '−')} %`;
}

const plain: Readonly<Record<Exclude<OverallVerdict, 'unknown' | 'same'>, string>> = {
  improved: 'better',
  regressed: 'worse',
  mixed: 'better in part, worse in part',
};

/** A verdict in words; why it is unknown stands beside it. @param tolerance a change within this fraction is none */
export function verdictWords(
  verdict: OverallVerdict | Verdict,
  secondsMore: number | null,
  tolerance: number,
): string {
  if (verdict === 'same') return `same within ${String(100 * tolerance)} %`;
  if (verdict !== 'unknown') return plain[verdict];
  return secondsMore === null ? 'not known' : `not yet known, about ${duration(secondsMore)} more`;
}

/** Whether the load was the same, of the signals that were compared; null where nothing is known of it. */
export function loadWords(parities: readonly LoadParity[]): string | null {
  const some = (kind: LoadParity['kind']): LoadParity | undefined =>
    parities.find((parity) => parity.kind === kind && parity.before !== null && parity.after !== null);
  const matched = some('matched');
  const apart = some('apart');
  if (matched !== undefined) {
    const { before, after } = matched;
    if (before === null || after === null) return null;
    const share = Math.round(100 * Math.min(matched.comparedBefore, matched.comparedAfter));
    return `Load ${before.toFixed(1)} before, ${after.toFixed(1)} since: compared at equal load (${String(share)}\u00a0% of the time).`;
  }
  if (apart !== undefined) {
    return `Load ${apart.before?.toFixed(1) ?? '—'} before, ${apart.after?.toFixed(1) ?? '—'} since: too little in common to compare.`;
  }
  if (parities.some(({ kind }) => kind === 'limit')) return 'The hub was at its limit in both stretches.';
  return null;
}
