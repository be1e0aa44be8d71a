import {
  ColumnSeries,
  healthOf,
  partsOf,
  Peaks,
  Trends,
  type AlertMachine,
  type UptimeRecord,
  type UptimeRun,
} from '@hubscope/core/judge';
import type { RecordChange } from '@hubscope/core/record';
import type { Column, Point, SignalTable } from '@hubscope/core/signal';
import { secondOf, millis, type Second } from '@hubscope/core/time';
import type { ClosedSecond } from '@hubscope/core/window';
import type { Alert, Judgement, RuleInForce } from '@hubscope/core/wire';
import { AlertBank, type BankOptions } from './alert-bank.js';
import type { Happened } from './bank-rule.js';
import { uptimeChanges } from './kept-uptime.js';
import { Recent } from './recent.js';
import type { Steps } from './steps.js';

/** Alerts whose sentence is told each second; past it only changes of state are: nobody reads that many as they change. */
const maxSentences = 100;
/** Alerts that are looked at in one step. */
const alertsPerStep = 50;

/** What the judge says after a second. */
export interface Judged {
  readonly judgement: Judgement;
  /** Alerts that changed, or whose sentence did. */
  readonly alerts: readonly Alert[];
}

/** The same, with what happened to alerts on the way. */
export interface HubJudged extends Judged {
  readonly happened: readonly Happened[];
  /** The alerts to which it happened, as they are now. */
  readonly shown: ReadonlyMap<AlertMachine, Alert>;
}

/** A column whose course is judged. */
interface Watched {
  readonly column: Column;
  readonly series: ColumnSeries;
  readonly peaks: Peaks;
  readonly trends: Trends;
}

/** All that is concluded about one hub, and what that needs from one second to the next. */
export class HubJudge {
  readonly bank: AlertBank;
  readonly #series: readonly Watched[];
  readonly #recent = new Recent();
  readonly #table: SignalTable;
  readonly #told = new Map<AlertMachine, Alert>();
  #rules: readonly RuleInForce[] = [];
  #last: Second | null = null;

  constructor(
    options: BankOptions,
    private readonly uptime: UptimeRecord,
  ) {
    this.bank = new AlertBank(options);
    this.#table = options.table;
    this.#series = options.table
      .columns()
      .filter(({ statistic }) => statistic === 'value' || statistic === 'mean')
      .map((column, turn) => {
        const series = new ColumnSeries();
        const trends = new Trends(series, column.signal.better, turn);
        return { column, series, peaks: new Peaks(series, turn), trends };
      });
  }

  /** The rules that watch it, those for its components included. */
  get rules(): readonly RuleInForce[] {
    return this.#rules;
  }

  setRules(rules: readonly RuleInForce[]): ReturnType<AlertBank['setRules']> {
    this.#rules = rules.filter(({ enabled }) => enabled);
    return this.bank.setRules(rules);
  }

  *second(closed: ClosedSecond): Steps<HubJudged> {
    const { second, point } = closed;
    for (const { column, series } of this.#series) series.set(second, partsOf(point, column));
    this.#recent.set(point);
    if (point.readings.some((reading) => reading !== null)) this.uptime.up(second);
    else this.uptime.missing(second);
    if (this.#last === null || second > this.#last) this.#last = second;
    const happened = yield* this.bank.second(closed);
    return { judgement: this.#judgement(false), ...(yield* this.#changed(happened)), happened };
  }

  /** A second of before this start, for trends, peaks and health; nothing is concluded from it alone. */
  remember(point: Point): void {
    for (const { column, series } of this.#series) series.set(point.second, partsOf(point, column));
    this.#recent.set(point);
  }

  /** A second in which the hub is silent: every signal of it is unknown. */
  *silent(second: Second): Steps<HubJudged> {
    this.uptime.silent(second);
    if (this.#last === null || second > this.#last) this.#last = second;
    const happened = yield* this.bank.silent(second);
    return { judgement: this.#judgement(true), ...(yield* this.#changed(happened)), happened };
  }

  /** Hubscope itself was not running for a while: what is not decided yet stays unknown. */
  lost(): void {
    this.uptime.lost();
  }

  /** The seconds of [from, to), by what is known of the hub's telemetry. */
  uptimeRuns(from: Second, to: Second): UptimeRun[] {
    return this.uptime.runs(from, to);
  }

  /** What is kept of its uptime and of its error budgets. */
  changes(whole: boolean): RecordChange[] {
    const uptime = uptimeChanges(this.bank.hub, this.uptime);
    return whole ? [...uptime, ...this.bank.burnChanges()] : uptime;
  }

  /** A column over the last ten seconds; null where nothing is known, or there is no such column. */
  recent(signal: string): number | null {
    const column = this.#table.column(signal);
    return column === null || this.#last === null ? null : this.#recent.value(column, this.#last);
  }

  /** An alert as it is now, with what is left of its budget. */
  view(machine: AlertMachine): Alert | null {
    const alert = machine.view();
    if (alert === null || machine.rule.burn === null) return alert;
    return { ...alert, budget_left: this.bank.budgetLeft(machine) };
  }

  *#changed(happened: readonly Happened[]): Steps<Pick<HubJudged, 'alerts' | 'shown'>> {
    const shown = new Map<AlertMachine, Alert>();
    const moved = new Set(happened.map(({ machine }) => machine));
    const alerts: Alert[] = [];
    const here = new Set<AlertMachine>();
    for (const machine of this.bank.machines()) {
      here.add(machine);
      const before = this.#told.get(machine);
      if (!moved.has(machine) && (machine.state === 'resolved' || this.#told.size > maxSentences)) continue;
      const alert = this.view(machine);
      if (alert !== null && moved.has(machine)) shown.set(machine, alert);
      if (alert === null || (!moved.has(machine) && alert.message === before?.message)) continue;
      // Under a new name nothing is left of the old one, but what resolved stays a while as that.
      if (before !== undefined && before.id !== alert.id && before.state !== 'resolved') {
        alerts.push({ ...before, state: 'inactive' });
      }
      this.#told.set(machine, alert);
      alerts.push(alert);
      if (alerts.length % alertsPerStep === 0) yield;
    }
    for (const [machine, alert] of this.#told) {
      if (here.has(machine)) continue;
      // It went back to quiet: say so of what was shown.
      this.#told.delete(machine);
      alerts.push({ ...alert, state: 'inactive' });
    }
    return { alerts, shown };
  }

  #judgement(silent: boolean): Judgement {
    const last = this.#last ?? secondOf(millis(0));
    const uptime = this.uptime.view(last);
    const rules = this.#rules.filter(
      (rule) => rule.component === null && rule.burn === null && rule.against === null,
    );
    // A thousand rules may look at one signal.
    const values = new Map<string, number | null>();
    if (!silent)
      for (const { signal } of rules) if (!values.has(signal)) values.set(signal, this.recent(signal));
    const watched = rules.map((rule) => ({ rule, value: values.get(rule.signal) ?? null }));
    const available = silent ? 0 : uptime.percent === null ? null : uptime.percent / 100;
    return {
      trends: Object.fromEntries(this.#series.map(({ column, trends }) => [column.name, trends.at(last)])),
      peaks: Object.fromEntries(this.#series.map(({ column, peaks }) => [column.name, peaks.at(last)])),
      health: healthOf(watched, available),
      uptime,
    };
  }
}
