import type { Alert, Measure, SignalInfo } from '../wire/index.js';
import { showLine, showRound, thinSpace } from '../format/number.js';
import { clockMinute, duration } from '../format/time.js';
import { newestOf } from './columns.js';
import type { HubView } from './replica.js';

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
export function budgetWords(left: number): string {
  if (left < 0) return `budget overspent by ${showLine(-left, '%', 1)}`;
  return `${showLine(left, '%', 1)} of its budget left`;
}

function subject(alert: Alert): string {
  if (alert.component === null) return 'hub';
  const colon = alert.component.indexOf(':');
  return colon < 0 ? alert.component : alert.component.slice(colon + 1);
}

const relation = { above: 'above', below: 'below', equal: 'at' } as const;

/**
 * An alert in one sentence: `writer · 182 ms, above 150 for 2 min`. `now`: ms since the epoch by the server's clock.
 */
export function alertSentence(alert: Alert, signal: SignalInfo | null, now: number): string {
  const { unit, decimals } = measured(alert, signal);
  const value = showLine(alert.current_value, unit, decimals);
  const limit = showRound(alert.threshold.threshold);
  const parts = [subject(alert), `${value}, ${stateWords(alert, limit, unit, now)}`];
  if (typeof alert.budget_left === 'number') parts.push(budgetWords(alert.budget_left));
  if (alert.blind_since !== null) parts.push(`no value since ${clockMinute(alert.blind_since)}`);
  if (alert.occurrences > 1 && alert.state === 'firing') parts.push(`${String(alert.occurrences)} times`);
  if (alert.acknowledged) {
    parts.push(alert.acknowledged_by === null ? 'acknowledged' : `acknowledged by ${alert.acknowledged_by}`);
  }
  if (alert.state === 'resolved') return resolvedWords(alert);
  return parts.join(' · ');
}

function stateWords(alert: Alert, limit: string, unit: string, now: number): string {
  const side = relation[alert.threshold.condition];
  if (alert.state === 'approaching') {
    return `approaching ${limit}${unit === '' ? '' : thinSpace + unit}`;
  }
  return `${side} ${limit} for ${duration(now - alert.triggered_at)}`;
}

function resolvedWords({ resolved_at: at, triggered_at: since, component, ...alert }: Alert): string {
  if (at === null) return 'resolved';
  const who =
    component === null ? '' : `${subject({ component, resolved_at: at, triggered_at: since, ...alert })} · `;
  return `${who}resolved at ${clockMinute(at)}, after ${duration(at - since)}`;
}
