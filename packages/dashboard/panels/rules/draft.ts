import type { Measure, Rule, RuleInForce, SignalInfo } from '@hubscope/core/wire';
import { durationToWrite, writtenDuration } from '../../words/format.js';

/** What a rule watches: a value, its change, or how fast an error budget is spent. */
export type Kind = Measure['of'];

/** The fields of a rule that are typed as numbers or durations. */
export type Typed =
  | 'threshold'
  | 'resolve_at'
  | 'critical_at'
  | 'approach'
  | 'for'
  | 'keep_firing_for'
  | 'cooldown'
  | 'objective'
  | 'good_below'
  | 'long'
  | 'short'
  | 'period';

/** What a person fills in of a rule. Durations are written as `90s`, `5m`; `approach` is percent of the threshold; empty is none. */
export interface Draft extends Readonly<Record<Typed, string>> {
  readonly name: string;
  readonly kind: Kind;
  readonly signal: string;
  readonly condition: RuleInForce['condition'];
  readonly severity: RuleInForce['severity'];
  readonly against: NonNullable<RuleInForce['against']>;
  readonly hub: string;
  readonly component: string;
  readonly no_data: RuleInForce['no_data'];
  readonly enabled: boolean;
}

const kindOf = ({ against, burn }: RuleInForce): Kind =>
  burn !== null ? 'burn' : against !== null ? 'change' : 'value';

/** The usual first pair of windows of the SRE workbook, for a month's budget. */
const usualBurn = { objective: '99.9', good_below: '', long: '1h', short: '5m', period: '30d' } as const;
const usualRate = '14.4';

const seconds = (value: number): string => durationToWrite(value * 1000);
const text = (value: number | null): string => (value === null ? '' : String(value));

/** A rule as it is edited. */
export function draftOf(rule: RuleInForce): Draft {
  const { name, signal, condition, severity, no_data, enabled, burn, approach } = rule;
  return {
    name,
    kind: kindOf(rule),
    signal,
    condition,
    severity,
    no_data,
    enabled,
    threshold: text(rule.threshold),
    resolve_at: text(rule.resolve_at),
    critical_at: text(rule.critical_at),
    approach: approach === 1 ? '' : text(Number((approach * 100).toFixed(6))),
    for: seconds(rule.for),
    keep_firing_for: seconds(rule.keep_firing_for),
    cooldown: seconds(rule.cooldown),
    hub: rule.hub ?? '',
    component: rule.component ?? '',
    against: rule.against ?? 'hour',
    ...(burn === null
      ? usualBurn
      : {
          objective: text(burn.objective),
          good_below: text(burn.good_below),
          long: seconds(burn.long),
          short: seconds(burn.short),
          period: seconds(burn.period),
        }),
  };
}

/** A rule to begin with, for one hub. */
export function newDraft(hub: string): Draft {
  return {
    name: '',
    kind: 'value',
    signal: 'latency.p95',
    condition: 'above',
    threshold: '',
    severity: 'warning',
    resolve_at: '',
    critical_at: '',
    approach: '90',
    for: '30s',
    keep_firing_for: '30s',
    cooldown: '5m',
    against: 'hour',
    ...usualBurn,
    hub,
    component: '',
    no_data: 'keep',
    enabled: true,
  };
}

/** Whether a budget of good operations can be kept of a signal: errors of operations, or how long each took. */
export function hasBudget({ fold, unit }: Pick<SignalInfo, 'fold' | 'unit'>): boolean {
  return fold === 'distribution' || (fold === 'ratio' && unit === '%');
}

/** The same draft as a rule of another kind: its numbers count something else, and are not carried over. */
export function asKind(draft: Draft, kind: Kind, signals: readonly SignalInfo[]): Draft {
  const anew = { ...draft, kind, threshold: '', resolve_at: '', critical_at: '' };
  if (kind !== 'burn') return anew;
  const [name = ''] = draft.signal.split('.');
  const able = signals.filter(hasBudget);
  const signal = able.find((each) => each.name === name) ?? able.find(({ fold }) => fold === 'ratio');
  return {
    ...anew,
    condition: 'above',
    threshold: usualRate,
    signal: signal?.name ?? draft.signal,
  };
}

/** The columns that a rule of this kind can watch, the draft's own among them. */
export function watchable(
  { kind, signal }: Pick<Draft, 'kind' | 'signal'>,
  columns: readonly string[],
  signals: readonly SignalInfo[],
): readonly string[] {
  const names = kind === 'burn' ? signals.filter(hasBudget).map(({ name }) => name) : columns;
  return [...new Set([...names, signal])];
}

function numberOf(written: string): number | null {
  const value = Number(written.trim().replace(',', '.').replace('\u2212', '-'));
  return written.trim() === '' || !Number.isFinite(value) ? null : value;
}

function secondsOf(written: string): number | null {
  const ms = writtenDuration(written);
  return ms === null ? null : ms / 1000;
}

/** Whether a field that may be empty says something that is no number. */
const broken = (written: string): boolean => written.trim() !== '' && numberOf(written) === null;

function burnOf(draft: Draft): Rule['burn'] {
  const objective = numberOf(draft.objective);
  const [long, short, period] = [draft.long, draft.short, draft.period].map(secondsOf);
  if (objective === null || broken(draft.good_below)) return null;
  if (typeof long !== 'number' || typeof short !== 'number' || typeof period !== 'number') return null;
  return { objective, good_below: numberOf(draft.good_below), long, short, period };
}

/** The rule as the API takes it; null while something it needs is missing. */
export function ruleOf(draft: Draft): Rule | null {
  const { kind, condition, signal } = draft;
  const threshold = numberOf(draft.threshold);
  const [least, keep, cooldown] = [draft.for, draft.keep_firing_for, draft.cooldown].map(secondsOf);
  const burn = kind === 'burn' ? burnOf(draft) : null;
  if (threshold === null || signal === '' || (kind === 'burn' && burn === null)) return null;
  if (typeof least !== 'number' || typeof keep !== 'number' || typeof cooldown !== 'number') return null;
  if ([draft.resolve_at, draft.critical_at, draft.approach].some(broken)) return null;
  const filled = (written: string): string | null => (written.trim() === '' ? null : written.trim());
  const ofSide = condition !== 'equal';
  return {
    name: filled(draft.name) ?? `${signal} ${condition} ${draft.threshold.trim()}`,
    signal,
    condition,
    threshold,
    severity: draft.severity,
    for: least,
    keep_firing_for: keep,
    resolve_at: ofSide ? numberOf(draft.resolve_at) : null,
    critical_at: ofSide ? numberOf(draft.critical_at) : null,
    cooldown,
    approach: Number(((numberOf(draft.approach) ?? 100) / 100).toFixed(8)),
    hub: filled(draft.hub),
    component: filled(draft.component),
    no_data: draft.no_data,
    against: kind === 'change' ? draft.against : null,
    burn,
    enabled: draft.enabled,
  };
}
