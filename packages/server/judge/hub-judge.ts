import {
  AlertMachine,
  ColumnSeries,
  healthOf,
  looksAt,
  partsOf,
  peaksOf,
  trendOf,
  UptimeRecord,
} from '@hubscope/core/judge';
import { valueOf, type Column, type ComponentKey, type HubId, type SignalTable } from '@hubscope/core/signal';
import { secondOf, shift, millis, type Second } from '@hubscope/core/time';
import type { ClosedSecond } from '@hubscope/core/window';
import type { Alert, Judgement, Rule } from '@hubscope/core/wire';

/** Seconds over which health reads a value, so that one bad second is no illness. */
const healthSeconds = 10;
/** A component's alert that had no value for so long is let go, s. */
const forgetSeconds = 3600;
/** Alerts of components at once, a hub; a rule on components takes no more rows than that. */
const maxMachines = 2000;

/** What the judge says after a second. */
export interface Judged {
  readonly judgement: Judgement;
  /** Alerts that changed, or whose sentence did. */
  readonly alerts: readonly Alert[];
}

/** All that is concluded about one hub, and what that needs from one second to the next. */
export class HubJudge {
  readonly #series: readonly { readonly column: Column; readonly series: ColumnSeries }[];
  readonly #uptime = new UptimeRecord();
  readonly #machines = new Map<string, AlertMachine>();
  #last: Second | null = null;

  constructor(
    readonly hub: HubId,
    private readonly table: SignalTable,
    readonly rules: readonly Rule[],
  ) {
    this.#series = table
      .columns()
      .filter(({ statistic }) => statistic === 'value' || statistic === 'mean')
      .map((column) => ({ column, series: new ColumnSeries() }));
  }

  second({ second, point, components, amended }: ClosedSecond): Judged {
    for (const { column, series } of this.#series) series.set(second, partsOf(point, column));
    if (point.readings.some((reading) => reading !== null)) this.#uptime.up(second);
    else this.#uptime.missing(second);
    if (this.#last === null || second > this.#last) this.#last = second;
    const alerts = amended
      ? []
      : [
          ...this.#evaluate(second, null, (column) => valueOf(point, column)),
          ...components.flatMap((each) =>
            this.#evaluate(second, each.component, (column) => valueOf(each, column)),
          ),
        ];
    return { judgement: this.#judgement(false), alerts };
  }

  /** A second in which the hub is silent: every signal of it is unknown. */
  silent(second: Second): Judged {
    this.#uptime.silent(second);
    if (this.#last === null || second > this.#last) this.#last = second;
    const alerts = [...this.#machines.values()].flatMap((machine) => this.#step(machine, second, null));
    return { judgement: this.#judgement(true), alerts };
  }

  /** Every alert that shows something. */
  machines(): Iterable<AlertMachine> {
    return this.#machines.values();
  }

  #evaluate(
    second: Second,
    component: ComponentKey | null,
    read: (column: Column) => number | null,
  ): Alert[] {
    return this.rules
      .filter((rule) => looksAt(rule, component))
      .flatMap((rule) => {
        const machine = this.#machine(rule, component);
        return machine === null ? [] : this.#step(machine, second, read(machine.column));
      });
  }

  #machine(rule: Rule, component: ComponentKey | null): AlertMachine | null {
    const key = `${rule.name}\n${component ?? ''}`;
    const known = this.#machines.get(key);
    if (known !== undefined) return known;
    const column = this.table.column(rule.signal);
    if (column === null || this.#machines.size >= maxMachines) return null;
    const made = new AlertMachine(rule, column, this.hub, component);
    this.#machines.set(key, made);
    return made;
  }

  #step(machine: AlertMachine, second: Second, value: number | null): Alert[] {
    const before = machine.view();
    const transition = machine.step(second, value);
    const alert = machine.view();
    if (alert === null) {
      // It went back to quiet: say so of what was shown.
      return before === null ? [] : [{ ...before, state: 'inactive' }];
    }
    const changed = transition !== null || (alert.state !== 'resolved' && alert.message !== before?.message);
    return changed ? [alert] : [];
  }

  #judgement(silent: boolean): Judgement {
    const last = this.#last ?? secondOf(millis(0));
    this.#letGo(last);
    const uptime = this.#uptime.view(last);
    const watched = this.rules
      .filter((rule) => rule.component === null)
      .map((rule) => ({ rule, value: silent ? null : this.#recent(rule.signal, last) }));
    const available = silent ? 0 : uptime.percent === null ? null : uptime.percent / 100;
    return {
      trends: Object.fromEntries(
        this.#series.map(({ column, series }) => [column.name, trendOf(series, column.signal.better, last)]),
      ),
      peaks: Object.fromEntries(
        this.#series.map(({ column, series }) => [column.name, peaksOf(series, last)]),
      ),
      health: healthOf(watched, available),
      uptime,
    };
  }

  /** The mean of a column over the last seconds; null where it is no mean or nothing is known. */
  #recent(signal: string, last: Second): number | null {
    const wanted = this.table.column(signal);
    const found = this.#series.find(
      ({ column }) => column.signal.index === wanted?.signal.index && column.statistic === wanted.statistic,
    );
    return found?.series.mean(shift(last, 1 - healthSeconds), shift(last, 1)) ?? null;
  }

  #letGo(last: Second): void {
    for (const [key, machine] of this.#machines) {
      if (machine.component === null || machine.state === 'firing') continue;
      if ((machine.last ?? last) < shift(last, -forgetSeconds)) this.#machines.delete(key);
    }
  }
}
