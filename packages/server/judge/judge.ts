import type { FaultLog } from '@hubscope/core/log';
import { rulesOf, type AlertMachine, type BurnMemory, type UptimeRun } from '@hubscope/core/judge';
import type { RecordChange, Records } from '@hubscope/core/record';
import { hubId, type HubId, type Point, type SignalTable } from '@hubscope/core/signal';
import {
  secondOf,
  second as secondNamed,
  shift,
  type Clock,
  type Millis,
  type Second,
} from '@hubscope/core/time';
import type { ClosedSecond } from '@hubscope/core/window';
import type { Alert, Budget, NotificationEvent, Rule, RuleInForce } from '@hubscope/core/wire';
import { AlertDesk } from './alert-desk.js';
import type { Room } from './bank-rule.js';
import { HubJudge, type HubJudged, type Judged } from './hub-judge.js';
import { Incidents } from './incidents.js';
import { Journal } from './journal.js';
import { loadKept } from './kept.js';
import type { KeptAlert } from './kept-alerts.js';
import { restoredUptime, type KeptCell } from './kept-uptime.js';
import { gravest, type AlertPage, type AlertQuery } from './listing.js';
import { PastReferences, type Past } from './references.js';
import { RuleBook } from './rule-book.js';
import { Silences } from './silences.js';
import type { Steps } from './steps.js';

/** How long a resolved alert is listed, s. */
const listSeconds = 3600;
/** Alerts that are more than quiet, over all hubs; past it a breach begins no alert, and is counted. */
const maxAlerts = 50_000;
/** Uptime is written this often, budgets less so, s. */
const keepUptimeEvery = 10;
const keepBudgetsEvery = 60;
/** A pause of the server's own clock that is longer means that it did not run, s. */
const stallSeconds = 5;

export interface JudgeOptions {
  readonly clock: Clock;
  readonly table: SignalTable;
  readonly records: Records;
  readonly past: Past;
  /** The configuration's rules; null: it names none, and the default ones stand. */
  readonly rules: readonly Rule[] | null;
  /** What the outbox keeps of an event: committed together with the transition that it tells of. */
  readonly notifications: (event: NotificationEvent) => RecordChange[];
  /** Called after changes were committed: there may be notifications to send among them. */
  readonly committed: (changes: readonly RecordChange[]) => void;
  /** Called for an alert that changed outside of a second. */
  readonly changed: (alert: Alert) => void;
  /** Called once other rules are in force. */
  readonly rulesChanged?: () => void;
  /** Called before rules or hubs change: to finish what is under way of seconds, where that is done in steps. */
  readonly settle?: () => void;
  readonly log: FaultLog;
}

/** Concludes from closed seconds how hubs are doing: trends, peaks, health, uptime and alerts. */
export class Judge {
  readonly rules: RuleBook;
  readonly incidents: Incidents;
  readonly silences: Silences;
  readonly desk: AlertDesk;
  readonly journal: Journal;
  /** Breaches that began no alert, since there were too many. */
  refused = 0;
  readonly #options: JudgeOptions;
  readonly #hubs = new Map<HubId, HubJudge>();
  #uptime = new Map<string, KeptCell[]>();
  #burns: ReadonlyMap<string, BurnMemory> = new Map();
  readonly #references: PastReferences;
  readonly #room: Room;
  #alerts = 0;
  #ticked: Second | null = null;

  /** @throws HubscopeError where a rule of the configuration looks at a signal that is not there */
  constructor(options: JudgeOptions) {
    this.#options = options;
    this.rules = new RuleBook(options.table, options.rules);
    this.incidents = new Incidents();
    this.silences = new Silences();
    this.#references = new PastReferences(options.clock, options.past);
    this.journal = new Journal({
      records: options.records,
      committed: options.committed,
      failed: (error) => {
        options.log.error('what alerts know could not be written', { error: String(error) });
      },
    });
    const { clock } = options;
    const { journal, incidents, silences } = this;
    this.desk = new AlertDesk({ clock, journal, incidents, silences, notifications: options.notifications });
    this.#room = {
      take: () => {
        const room = this.#alerts < maxAlerts;
        if (room) this.#alerts += 1;
        else this.refused += 1;
        return room;
      },
      give: (count) => {
        this.#alerts -= count;
      },
    };
  }

  /** Goes on from what was kept. Call it once, before the first second. */
  async restore(): Promise<void> {
    const kept = await loadKept(this.#options.records, this.#options.log);
    this.rules.restore(kept.rules, kept.inForce);
    this.incidents.restore(kept.incidents);
    this.silences.restore(kept.silences);
    this.#uptime = kept.uptime;
    this.#burns = kept.burns;
    this.#goOn(kept.alerts);
    if (this.rules.someGone) this.rulesChanged('Its rule is no longer there.');
    else this.journal.add(this.rules.keep());
  }

  /** Takes in a second of a hub. {@link finish} does all of it at once; two of one hub must not be under way together. */
  *second(closed: ClosedSecond): Steps<Judged> {
    this.desk.down(closed.hub, false);
    return yield* this.#told(yield* this.#hub(closed.hub).second(closed));
  }

  /** Takes in a second of before this start, oldest first; call it after {@link restore}. */
  remember(point: Point): void {
    this.#hub(point.hub).remember(point);
  }

  /** Call it each second for a hub that is silent: it closes no seconds of its own. */
  *silent(hub: HubId, second: Second): Steps<Judged> {
    this.desk.down(hub, true);
    return yield* this.#told(yield* this.#hub(hub).silent(second));
  }

  /** Call it each second, before hubs are told to be silent. */
  *tick(): Steps<void> {
    const now = secondOf(this.#options.clock.now());
    const before = this.#ticked;
    if (before === now) return;
    this.#ticked = now;
    // A machine that slept, or a stopped process, saw nothing: that is not the hubs' silence.
    if (before !== null && now - before > stallSeconds) for (const hub of this.#hubs.values()) hub.lost();
    yield* this.desk.tick();
    void this.#references.refresh().catch((error: unknown) => {
      this.#options.log.error('the past could not be read', { error: String(error) });
    });
    if (now % keepUptimeEvery !== 0) return;
    const whole = now % keepBudgetsEvery === 0;
    for (const hub of [...this.#hubs.values()]) this.journal.add(hub.changes(whole));
  }

  /** The rules that watch a hub. */
  rulesFor(hub: HubId): readonly RuleInForce[] {
    return this.#hubs.get(hub)?.rules ?? this.#rulesOf(hub).filter(({ enabled }) => enabled);
  }

  /** Tells every hub that rules were changed. */
  rulesChanged(why: string): void {
    this.#options.settle?.();
    this.journal.add(this.rules.keep());
    const rules = new Map(this.rules.list().map((each) => [each.id, each]));
    for (const [hub, judge] of this.#hubs) {
      const before = new Map(judge.rules.map((each) => [each.id, each]));
      const { ended, escalated } = judge.setRules(this.#rulesOf(hub));
      for (const { machine, event } of ended) {
        const rule = before.get(machine.watch.id) ?? null;
        const shown = machine.view();
        this.desk.ended(machine, rule, event, why);
        if (shown !== null)
          this.#options.changed({ ...shown, state: event === null ? 'inactive' : 'resolved' });
      }
      for (const machine of escalated) {
        const rule = rules.get(machine.watch.id);
        if (rule !== undefined) this.desk.escalated(machine, rule);
      }
    }
    this.#options.rulesChanged?.();
  }

  /** Alerts that are approaching, pending or firing, and those that resolved in the last hour. */
  alerts({ hub: only, state: wanted, limit, within }: AlertQuery = { limit: Infinity }): AlertPage {
    const oldest = shift(secondOf(this.#options.clock.now()), -listSeconds);
    const found: AlertMachine[] = [];
    for (const hub of this.#hubs.values()) {
      if (only !== undefined && hub.bank.hub !== only) continue;
      if (within?.(hub.bank.hub) === false) continue;
      for (const machine of hub.bank.machines()) {
        if (wanted !== undefined && machine.state !== wanted) continue;
        if (machine.state === 'inactive' || machine.id === null) continue;
        if (machine.state === 'resolved' && (machine.resolvedAt ?? 0) < oldest) continue;
        found.push(machine);
      }
    }
    const alerts = gravest(found, limit).flatMap((machine) => {
      const alert = this.#hubs.get(machine.hub)?.view(machine) ?? null;
      return alert === null ? [] : [this.desk.decorate(alert)];
    });
    return { alerts, leftOut: found.length - alerts.length };
  }

  /** Quiets a firing alert. @throws HubscopeError `unknown_alert`, `alert_not_firing` */
  acknowledge(id: string, by: string | null, note: string | null): Alert {
    const alert = this.desk.acknowledge(this.#machine(id), id, by, note);
    this.#options.changed(alert);
    return alert;
  }

  /** Takes that back. @throws HubscopeError */
  unacknowledge(id: string, by: string | null): Alert {
    const alert = this.desk.unacknowledge(this.#machine(id), id, by);
    this.#options.changed(alert);
    return alert;
  }

  /** The alert of an incident as it is now; null where nothing is left to show. */
  alert(id: string): Alert | null {
    const machine = this.#machine(id);
    const alert = machine === null ? null : (this.#hubs.get(machine.hub)?.view(machine) ?? null);
    return alert === null ? null : this.desk.decorate(alert);
  }

  /** The hub of an alert or of an incident; null where none has this id. */
  hubOf(id: string): string | null {
    return this.#machine(id)?.hub ?? this.incidents.find(id)?.hub ?? null;
  }

  /** A hub's column over the last ten seconds; null where nothing is known. */
  recent(hub: HubId, signal: string): number | null {
    return this.#hubs.get(hub)?.recent(signal) ?? null;
  }

  /** How the error budgets stand that burn-rate rules watch. */
  budgets(hub: HubId): Budget[] {
    return this.#hubs.get(hub)?.bank.budgets() ?? [];
  }

  /** A hub's seconds of [from, to) by what is known of its telemetry; null where the hub is not known. */
  uptimeRuns(hub: HubId, from: Second, to: Second): UptimeRun[] | null {
    return this.#hubs.get(hub)?.uptimeRuns(from, to) ?? null;
  }

  forget(hub: HubId): void {
    this.#options.settle?.();
    const judge = this.#hubs.get(hub);
    if (judge === undefined) return;
    const rules = new Map(judge.rules.map((each) => [each.id, each]));
    for (const { machine, event } of judge.setRules([]).ended) {
      this.desk.ended(machine, rules.get(machine.watch.id) ?? null, event, 'The hub is no longer kept.');
    }
    this.journal.add(judge.changes(true));
    this.#hubs.delete(hub);
  }

  /** Writes what is left. */
  async stop(): Promise<void> {
    this.#options.settle?.();
    for (const hub of this.#hubs.values()) this.journal.add(hub.changes(true));
    await this.journal.close();
  }

  *#told({ judgement, alerts, happened, shown }: HubJudged): Steps<Judged> {
    yield* this.desk.happened(happened, shown);
    return { judgement, alerts: alerts.map((alert) => this.desk.decorate(alert)) };
  }

  #machine(id: string): AlertMachine | null {
    const hub = this.incidents.find(id)?.hub;
    const hubs = hub === undefined ? this.#hubs.values() : [this.#hub(hubId(hub))];
    for (const each of hubs) {
      for (const machine of each.bank.machines()) if (machine.id === id) return machine;
    }
    return null;
  }

  #rulesOf(hub: HubId): RuleInForce[] {
    return rulesOf(this.rules.list(), hub);
  }

  #hub(hub: HubId): HubJudge {
    let judge = this.#hubs.get(hub);
    if (judge !== undefined) return judge;
    const { table } = this.#options;
    const uptime = restoredUptime(this.#uptime.get(hub) ?? []);
    this.#uptime.delete(hub);
    const options = { hub, table, references: this.#references, room: this.#room, burns: this.#burns };
    judge = new HubJudge(options, uptime);
    this.#hubs.set(hub, judge);
    judge.setRules(this.#rulesOf(hub));
    return judge;
  }

  /** Takes up the alerts that were kept; those that fired go on firing, blind until there is data again. */
  #goOn(alerts: readonly KeptAlert[]): void {
    const now: Millis = this.#options.clock.now();
    const going = new Set<string>();
    const rules = new Map(this.rules.list().map((each) => [each.id, each]));
    for (const { rule, hub, component, memory } of alerts) {
      if (memory.state === 'firing') memory.blindSince ??= secondNamed((memory.last ?? 0) + 1);
      const machine = this.#hub(hubId(hub)).bank.restore(rule, component, memory);
      const inForce = rules.get(rule);
      if (machine === null || machine.id === null || inForce === undefined) continue;
      going.add(machine.id);
      this.desk.restored(machine, inForce, now);
    }
    for (const incident of [...this.incidents.open()]) {
      if (!going.has(incident.id)) this.desk.abandon(incident, 'Its rule is no longer there.');
    }
  }
}
