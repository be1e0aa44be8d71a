import { measureOf } from '@hubscope/core/judge';
import type { Measure, PreviewAnswer, Rule, RuleInForce, SignalInfo } from '@hubscope/core/wire';
import { counted } from '@hubscope/core/format';
import { showLine, showRound, thinSpace, duration } from '../../words/format.js';

/** What a rule's numbers count; without a unit where the signal is not known. */
export function ruleMeasure(
  rule: Pick<Rule, 'burn' | 'against' | 'signal'>,
  signal: Pick<SignalInfo, 'unit' | 'decimals'> | null,
): Measure {
  return measureOf(rule, signal ?? { unit: '', decimals: 1 });
}

/** `latency above 150 ms for 5 s`. */
export function conditionWords(rule: RuleInForce, signal: SignalInfo | null): string {
  const { unit } = ruleMeasure(rule, signal);
  const relation = rule.condition === 'equal' ? 'at' : rule.condition;
  const threshold = showRound(rule.threshold);
  if (rule.burn !== null) return `${rule.signal} burns its budget ${threshold} times too fast`;
  const seconds = rule.for === 0 ? '' : ` for ${duration(rule.for * 1000)}`;
  return `${rule.signal} ${relation} ${threshold}${unit === '' ? '' : thinSpace + unit}${seconds}`;
}

/** Where a rule comes from, where that is worth a word. */
export function originWord({ origin, changed, read_only }: RuleInForce): string | null {
  if (read_only) return 'from the file';
  if (origin === 'default') return changed ? 'changed' : null;
  return 'made here';
}

/** What would have come of a rule, in a sentence. */
export function previewWords(preview: PreviewAnswer): string {
  const hours = (preview.to - preview.from) / 3_600_000;
  const span = hours <= 48 ? `${String(Math.round(hours))} h` : duration(preview.to - preview.from);
  const known = preview.known_seconds;
  if (known === 0) return `Nothing is known of this signal in the last ${span}.`;
  const base =
    known * 1000 < 0.9 * (preview.to - preview.from)
      ? ` Only ${duration(known * 1000)} of it are known.`
      : '';
  if (preview.count === 0) return `It would not have fired in the last ${span}.${base}`;
  return `It would have fired ${preview.count === 1 ? 'once' : counted(preview.count, 'time')} in the last ${span}, ${duration(preview.firing_seconds * 1000)} in all.${base}`;
}

/** `Use 132 ms`: a threshold that its own past suggests. */
export function suggestionWords(
  value: number,
  { unit, decimals }: Pick<Measure, 'unit' | 'decimals'>,
): string {
  return `Use ${showLine(value, unit, decimals)}, from its own past`;
}

/** Seconds that are shown at least. */
const leastShown = 600;

/**
 * Where the chart of a preview begins, ms since the epoch: a hub that is known for minutes is shown in minutes, not at the edge of a day;
 * nothing that would have fired is left out.
 */
export function shownFrom({ from, to, known_seconds, fired }: PreviewAnswer): number {
  const first = fired[0]?.from ?? to;
  const spanMs = Math.max(leastShown, known_seconds * 1.25) * 1000;
  return Math.max(from, Math.min(first - 60_000, to - spanMs));
}
