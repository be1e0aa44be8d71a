import { measureOf } from '@hubscope/core/judge';
import type { Measure, PreviewAnswer, Rule, RuleInForce, SignalInfo } from '@hubscope/core/wire';
import { showLine, showRound, thinSpace, duration } from '../../words/format.js';
import { commonWords } from '../../words/common.js';
import { ruleWords as words } from '../../words/rules.js';
import { told } from '../../words/told.js';

/** What a rule's numbers count; without a unit where the signal is not known. */
export function ruleMeasure(
  rule: Pick<Rule, 'burn' | 'against' | 'signal'>,
  signal: Pick<SignalInfo, 'unit' | 'decimals'> | null,
): Measure {
  return measureOf(rule, signal ?? { unit: '', decimals: 1 });
}

/** `latency above 150 ms for 5 s`. */
export function conditionWords(rule: RuleInForce, signal: SignalInfo | null): string {
  const unit = told.unit(ruleMeasure(rule, signal).unit);
  const threshold = showRound(rule.threshold);
  if (rule.burn !== null) return words.burns(rule.signal, threshold);
  const time = rule.for === 0 ? null : duration(rule.for * 1000);
  const limit = threshold + (unit === '' ? '' : thinSpace + unit);
  return words.holds(rule.signal, commonWords.conditions[rule.condition], limit, time);
}

/** Where a rule comes from, where that is worth a word. */
export function originWord({ origin, changed, read_only }: RuleInForce): string | null {
  if (read_only) return words.fromFile;
  if (origin === 'default') return changed ? words.changedHere : null;
  return words.madeHere;
}

/** What would have come of a rule, in a sentence. */
export function previewWords(preview: PreviewAnswer): string {
  const hours = (preview.to - preview.from) / 3_600_000;
  const span = hours <= 48 ? `${String(Math.round(hours))} h` : duration(preview.to - preview.from);
  const known = preview.known_seconds;
  if (known === 0) return words.nothingKnown(span);
  const base =
    known * 1000 < 0.9 * (preview.to - preview.from) ? ` ${words.onlyKnown(duration(known * 1000))}` : '';
  if (preview.count === 0) return words.notFired(span) + base;
  return words.fired(preview.count, span, duration(preview.firing_seconds * 1000)) + base;
}

/** `Use 132 ms`: a threshold that its own past suggests. */
export function suggestionWords(
  value: number,
  { unit, decimals }: Pick<Measure, 'unit' | 'decimals'>,
): string {
  return words.use(showLine(value, told.unit(unit), decimals));
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
