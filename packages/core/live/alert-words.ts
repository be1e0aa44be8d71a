import type { Alert, Measure, SignalInfo } from '../wire/index.js';
import { showLine, showRound, thinSpace } from '../format/number.js';
import { clockMinute, duration } from '../format/time.js';
import { newestOf } from './columns.js';
import type { HubView } from './replica.js';
import { englishWords, type LiveWords } from './words.js';

const rankOfState: Readonly<Record<Alert['state'], number>> = {
  firing: 0,
  pending: 1,
  approaching: 2,
  resolved: 3,
  inactive: 4,
};
const rankOfSeverity: Readonly<Record<Alert['threshold']['severity'], number>> = {
  critical: 0,
  warning: 1,
  info: 2,
};

/** What needs a person first: firing before pending before approaching before resolved, the severest, then the newest first. */
export function inOrder(alerts: readonly Alert[]): Alert[] {
  return alerts
    .filter(({ state }) => state !== 'inactive')
    .toSorted(
      (a, b) =>
        rankOfState[a.state] - rankOfState[b.state] ||
        Number(a.acknowledged) - Number(b.acknowledged) ||
        rankOfSeverity[a.threshold.severity] - rankOfSeverity[b.threshold.severity] ||
        b.triggered_at - a.triggered_at,
    );
}

/**
 * What is watched, now: the newest of its column. An alert's own value may be older; it stands in where the newest is unknown, and where
 * a change or a burn rate is watched, which no column holds.
 */
export function valueNow(
  view: Pick<HubView, 'columns' | 'series' | 'components' | 'componentColumns'>,
  alert: Alert,
): number | null {
  if (!ofColumn(alert)) return alert.current_value;
  if (alert.component === null) return newestOf(view, alert.column) ?? alert.current_value;
  const at = view.componentColumns.indexOf(alert.column);
  return view.components.get(alert.component)?.values[at] ?? alert.current_value;
}

/** How the numbers of an alert or an incident are shown: by what they count, where that is not said by their signal. */
export function measured(
  { measure }: Pick<Alert, 'measure'>,
  signal: SignalInfo | null,
): Pick<Measure, 'unit' | 'decimals'> {
  return measure ?? signal ?? { unit: '', decimals: 1 };
}

/** Whether the numbers of an alert or an incident are values of its column, so that they may stand on its chart. */
export function ofColumn({ measure }: Pick<Alert, 'measure'>): boolean {
  return measure === undefined || measure.of === 'value';
}

/** How much of an error budget is left (percent), in words: `62.0 % of its budget left`. */
export function budgetWords(left: number, { alert, notation }: LiveWords = englishWords): string {
  const share = showLine(Math.abs(left), '%', 1, notation);
  return left < 0 ? alert.overspent(share) : alert.budgetLeft(share);
}

function subject({ component }: Pick<Alert, 'component'>, words: LiveWords): string {
  return component === null ? words.alert.hub : component.slice(component.indexOf(':') + 1);
}

/**
 * An alert in one sentence: `writer · 182 ms, above 150 for 2 min`. `now`: ms since the epoch by the server's clock.
 */
export function alertSentence(
  alert: Alert,
  signal: SignalInfo | null,
  now: number,
  words: LiveWords = englishWords,
): string {
  if (alert.state === 'resolved') return resolvedWords(alert, words);
  const { unit: plain, decimals } = measured(alert, signal);
  const unit = words.unit(plain);
  const value = showLine(alert.current_value, unit, decimals, words.notation);
  const said = words.alert;
  const parts = [subject(alert, words), `${value}, ${stateWords(alert, unit, now, words)}`];
  if (typeof alert.budget_left === 'number') parts.push(budgetWords(alert.budget_left, words));
  if (alert.blind_since !== null) parts.push(said.blind(clockMinute(alert.blind_since)));
  if (alert.occurrences > 1 && alert.state === 'firing') parts.push(said.times(alert.occurrences));
  if (alert.acknowledged) parts.push(said.acknowledged(alert.acknowledged_by));
  return parts.join(' · ');
}

function stateWords(
  { state, threshold: { threshold, condition }, triggered_at: since }: Alert,
  unit: string,
  now: number,
  { alert: said, notation }: LiveWords,
): string {
  const limit = showRound(threshold, notation);
  if (state === 'approaching') return said.approaching(`${limit}${unit === '' ? '' : thinSpace + unit}`);
  return said[condition](limit, duration(now - since, notation));
}

function resolvedWords(alert: Alert, words: LiveWords): string {
  const { resolved_at: at, triggered_at: since, component } = alert;
  if (at === null) return words.alert.resolved;
  const who = component === null ? '' : `${subject(alert, words)} · `;
  return who + words.alert.resolvedAt(clockMinute(at), duration(at - since, words.notation));
}
