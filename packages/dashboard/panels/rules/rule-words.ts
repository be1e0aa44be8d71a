import type { PreviewAnswer, RuleInForce } from '@hubscope/core/wire';
import { showLine, showRound, thinSpace, duration, counted } from '@hubscope/core/format';

/** What a person fills in of a rule; text where a field holds text. */
export interface Draft {
  readonly name: string;
  readonly signal: string;
  readonly condition: RuleInForce['condition'];
  readonly threshold: string;
  readonly severity: RuleInForce['severity'];
  readonly for: string;
  readonly keep_firing_for: string;
  readonly cooldown: string;
  readonly hub: string;
  readonly component: string;
  readonly no_data: RuleInForce['no_data'];
  readonly enabled: boolean;
}

/** The fields of a rule that a person can change here; the others are handed back as they came. */
export function draftOf(rule: RuleInForce): Draft {
  return {
    name: rule.name,
    signal: rule.signal,
    condition: rule.condition,
    threshold: String(rule.threshold),
    severity: rule.severity,
    for: String(rule.for),
    keep_firing_for: String(rule.keep_firing_for),
    cooldown: String(rule.cooldown),
    hub: rule.hub ?? '',
    component: rule.component ?? '',
    no_data: rule.no_data,
    enabled: rule.enabled,
  };
}

/** A rule to begin with, for one hub. */
export function newDraft(hub: string): Draft {
  return {
    name: '',
    signal: 'latency.p95',
    condition: 'above',
    threshold: '',
    severity: 'warning',
    for: '30',
    keep_firing_for: '30',
    cooldown: '300',
    hub,
    component: '',
    no_data: 'keep',
    enabled: true,
  };
}

function numberOf(text: string): number | null {
  const value = Number(text.trim().replace(',', '.').replace('\u2212', '-'));
  return text.trim() === '' || !Number.isFinite(value) ? null : value;
}

/** The rule as the API takes it; null while something it needs is missing. `before`: what is not edited here. */
export function ruleOf(draft: Draft, before: RuleInForce | null): Readonly<Record<string, unknown>> | null {
  const threshold = numberOf(draft.threshold);
  const seconds = [draft.for, draft.keep_firing_for, draft.cooldown].map(numberOf);
  const [least, keep, cooldown] = seconds;
  if (threshold === null || draft.signal === '' || seconds.some((each) => each === null || each < 0))
    return null;
  const kept =
    before === null
      ? {}
      : {
          // What holds only beside the threshold that it was made for does not outlive it.
          resolve_at:
            before.threshold === threshold && before.condition === draft.condition ? before.resolve_at : null,
          critical_at:
            before.threshold === threshold && before.condition === draft.condition
              ? before.critical_at
              : null,
          approach: before.approach,
          against: before.against,
          burn: before.burn,
        };
  return {
    ...kept,
    name:
      draft.name.trim() === ''
        ? `${draft.signal} ${draft.condition} ${draft.threshold.trim()}`
        : draft.name.trim(),
    signal: draft.signal,
    condition: draft.condition,
    threshold,
    severity: draft.severity,
    for: least,
    keep_firing_for: keep,
    cooldown,
    hub: draft.hub.trim() === '' ? null : draft.hub.trim(),
    component: draft.component.trim() === '' ? null : draft.component.trim(),
    no_data: draft.no_data,
    enabled: draft.enabled,
  };
}

/** `latency above 150 ms for 5 s`. */
export function conditionWords(rule: RuleInForce, unit: string): string {
  const { signal, condition, threshold, against, burn } = rule;
  const relation = condition === 'equal' ? 'at' : condition;
  const seconds = rule.for === 0 ? '' : ` for ${duration(rule.for * 1000)}`;
  if (burn !== null) return `${signal} burns its budget ${showRound(threshold)} times too fast`;
  if (against !== null) {
    const what = against === 'hour' ? 'the hour before' : 'the same time yesterday';
    return `${signal} ${relation} ${showRound(threshold)}${thinSpace}% against ${what}${seconds}`;
  }
  return `${signal} ${relation} ${showRound(threshold)}${unit === '' ? '' : thinSpace + unit}${seconds}`;
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
  return `It would have fired ${counted(preview.count, 'time')} in the last ${span}, ${duration(preview.firing_seconds * 1000)} in all.${base}`;
}

/** `Use 132 ms`: a threshold that the signal's own past suggests. */
export function suggestionWords(value: number, unit: string, decimals: number): string {
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
