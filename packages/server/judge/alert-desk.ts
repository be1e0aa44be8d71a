import type { AlertEvent, AlertMachine } from '@hubscope/core/judge';
import type { RecordChange } from '@hubscope/core/record';
import type { HubId } from '@hubscope/core/signal';
import { second, startOf, type Clock, type Millis } from '@hubscope/core/time';
import {
  HubscopeError,
  type Alert,
  type Incident,
  type NotificationEvent,
  type RuleInForce,
} from '@hubscope/core/wire';
import type { Happened } from './bank-rule.js';
import type { Incidents, KeptIncident } from './incidents.js';
import type { Journal } from './journal.js';
import { alertChange } from './kept-alerts.js';
import { decorated, Muting, nobody } from './muting.js';
import type { Silences } from './silences.js';
import type { Steps } from './steps.js';
import { Teller, type Firing } from './teller.js';

/** Alerts of one step. */
const alertsPerStep = 25;

export interface DeskOptions {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly incidents: Incidents;
  readonly silences: Silences;
  /** What the outbox keeps of an event: committed together with the transition that it tells of. */
  readonly notifications: (event: NotificationEvent) => RecordChange[];
}

/** An alert with the incident that what happened to it went into. */
interface Touched {
  readonly happened: Happened;
  readonly incident: KeptIncident;
  /** As it was then. */
  readonly alert: Alert;
}

/** Where what happens to alerts becomes incidents, their timelines, and what people are told; all of one alert's second in one commit. */
export class AlertDesk {
  readonly #options: DeskOptions;
  readonly #firing = new Map<string, Firing>();
  readonly #muting: Muting;
  readonly #teller: Teller;
  /** What happened in a second is being taken in: its alerts are not all there yet. */
  #taking = false;

  constructor(options: DeskOptions) {
    this.#options = options;
    const { clock, incidents, silences, notifications } = options;
    this.#muting = new Muting(clock, incidents, silences);
    this.#teller = new Teller({ clock, muting: this.#muting, notifications });
  }

  /** Takes up an alert that was firing when Hubscope stopped. */
  restored(machine: AlertMachine, rule: RuleInForce, now: Millis): void {
    const incident = machine.id === null ? null : this.#options.incidents.find(machine.id);
    if (machine.id === null || machine.state !== 'firing' || incident === null) return;
    this.#firing.set(machine.id, { machine, rule });
    const text = 'Hubscope started again; what happened while it was not running is unknown.';
    this.#options.incidents.enter(incident, { at: now, kind: 'restarted', text });
    this.#options.journal.add([this.#options.incidents.change(incident)]);
  }

  /** Whether a hub is silent: that hides its alerts, but for those that say so. */
  down(hub: HubId, down: boolean): void {
    this.#muting.down(hub, down);
  }

  /**
   * Takes in what one second did to the alerts of a hub.
   * @param shown those alerts as they are now
   */
  *happened(all: readonly Happened[], shown: ReadonlyMap<AlertMachine, Alert>): Steps<void> {
    const [first] = all;
    if (first === undefined) return;
    const { journal } = this.#options;
    this.#taking = true;
    try {
      const touched: Touched[] = [];
      for (const [index, happened] of all.entries()) {
        if (index % alertsPerStep === alertsPerStep - 1) yield;
        const entered = this.#enter(happened, shown.get(happened.machine) ?? null);
        if (entered !== null) touched.push({ happened, ...entered });
        else if (happened.machine.state === 'inactive') journal.add([alertChange(happened.machine)]);
      }
      // Who hides whom is known once all of the second is there.
      this.#muting.rank(first.machine.hub);
      const hid = new Map<string, RecordChange>();
      for (const [index, each] of touched.entries()) {
        if (index % alertsPerStep === alertsPerStep - 1) yield;
        this.#keep(each, hid);
      }
      journal.add([...hid.values()]);
    } finally {
      this.#taking = false;
    }
  }

  /** Looks again at who is muted: a silence may have ended while its alert still fires. Call it each second. */
  *tick(): Steps<void> {
    if (this.#taking) return;
    const { incidents } = this.#options;
    let looked = 0;
    for (const hub of [...incidents.hubs()]) {
      yield;
      this.#muting.rank(hub);
      const none = this.#muting.none(hub);
      for (const incident of incidents.open(hub)) {
        if (none && isSettled(incident)) continue;
        looked += 1;
        if (looked % alertsPerStep === 0) yield;
        this.#look(incident);
      }
    }
    for (const change of incidents.trim()) {
      looked += 1;
      if (looked % alertsPerStep === 0) yield;
      this.#options.journal.add([change]);
    }
  }

  /** An alert with what mutes it. */
  decorate(alert: Alert): Alert {
    const incident = this.#options.incidents.find(alert.id);
    return incident === null ? alert : decorated(alert, incident);
  }

  /** @throws HubscopeError `unknown_alert`, `alert_not_firing` */
  acknowledge(machine: AlertMachine | null, id: string, by: string | null, note: string | null): Alert {
    const at = this.#options.clock.now();
    const incident = this.#incidentToChange(machine, id);
    const news = incident.acknowledged_at === null;
    if (machine?.acknowledge({ by, note, at }) !== true) throw new HubscopeError('alert_not_firing');
    return this.#changed(machine, incident, { at, kind: 'acknowledged', by, text: note }, news);
  }

  /** Takes an acknowledgement back; one that is not there is no fault. @throws HubscopeError */
  unacknowledge(machine: AlertMachine | null, id: string, by: string | null): Alert {
    const at = this.#options.clock.now();
    const incident = this.#incidentToChange(machine, id);
    if (machine?.state !== 'firing') throw new HubscopeError('alert_not_firing');
    if (!machine.unacknowledge()) return this.decorate(machine.view() ?? gone());
    incident.note = null;
    return this.#changed(machine, incident, { at, kind: 'unacknowledged', by });
  }

  /** Writes a note into an incident's timeline. @throws HubscopeError `unknown_incident` */
  note(id: string, by: string | null, text: string): Incident {
    return this.enter(id, { kind: 'note', by, text });
  }

  /** Writes any line into an incident's timeline, as of a delivery. @throws HubscopeError `unknown_incident` */
  enter(
    id: string,
    line: {
      readonly kind: 'note' | 'notification' | 'rule';
      readonly by: string | null;
      readonly text: string;
    },
  ): Incident {
    const { incidents, journal, clock } = this.#options;
    const incident = incidents.find(id);
    if (incident === null) throw new HubscopeError('unknown_incident');
    incidents.enter(incident, { at: clock.now(), ...line });
    journal.add([incidents.change(incident)]);
    return incident;
  }

  /** An alert whose rule, or whose hub, is gone. */
  ended(machine: AlertMachine, rule: RuleInForce | null, event: AlertEvent | null, why: string): void {
    const { incidents, journal, clock } = this.#options;
    const incident = machine.id === null ? null : incidents.find(machine.id);
    const changes: RecordChange[] = [alertChange(machine)];
    if (event !== null && incident?.state === 'firing') {
      const at = clock.now();
      incidents.resolve(incident, at);
      incidents.enter(incident, { at, kind: 'rule', text: why });
      incidents.enter(incident, { at, kind: 'resolved', value: event.value });
      const alert = machine.view();
      if (rule !== null && alert !== null)
        changes.push(...this.#teller.tell({ machine, rule, alert }, incident, event).told);
      changes.push(incidents.change(incident));
    }
    if (machine.id !== null) this.#firing.delete(machine.id);
    journal.add(changes);
  }

  /** An incident that nothing evaluates any more, since its rule is no longer there. */
  abandon(incident: KeptIncident, why: string): void {
    const { incidents, journal, clock } = this.#options;
    const at = clock.now();
    incidents.resolve(incident, at);
    incidents.enter(incident, { at, kind: 'rule', text: why });
    incidents.enter(incident, { at, kind: 'resolved' });
    journal.add([incidents.change(incident)]);
  }

  /** A rule's severity rose while its alert fires. */
  escalated(machine: AlertMachine, rule: RuleInForce): void {
    const { incidents, journal } = this.#options;
    const incident = machine.id === null ? null : incidents.find(machine.id);
    const alert = machine.view();
    if (incident === null || alert === null) return;
    const at = second(machine.last ?? 0);
    const event: AlertEvent = { kind: 'escalated', second: at, value: alert.current_value, amended: false };
    incidents.update(incident, alert, machine.memory.episode?.worst ?? null);
    incidents.enter(incident, { at: this.#options.clock.now(), kind: 'escalated', value: event.value });
    const { told, hidden } = this.#teller.tell({ machine, rule, alert }, incident, event);
    const hid = hidden === null ? [] : [this.#options.silences.hid(hidden)];
    journal.add([alertChange(machine), ...told, ...hid, incidents.change(incident)]);
  }

  /** Hands in what is to be kept of an alert to which something happened, and of those that people are to be told of. */
  #keep(
    { happened: { machine, rule, events }, incident, alert }: Touched,
    hid: Map<string, RecordChange>,
  ): void {
    const { incidents, journal } = this.#options;
    const changes: RecordChange[] = [alertChange(machine)];
    for (const event of events) {
      const { told, hidden } = this.#teller.tell({ machine, rule: rule.rule, alert }, incident, event);
      changes.push(...told);
      // A silence may hide thousands: what it counts is kept once.
      if (hidden !== null) hid.set(hidden.id, this.#options.silences.hid(hidden));
    }
    journal.add([...changes, incidents.change(incident)]);
  }

  #look(incident: KeptIncident): void {
    const { incidents, journal } = this.#options;
    const firing = this.#firing.get(incident.id);
    if (firing === undefined) return;
    const { machine, rule } = firing;
    const mute = this.#muting.of(incident, machine);
    const changed = this.#muting.note(incident, mute);
    const seen = machine.memory.episode?.acknowledged ?? null;
    const due = incident.telling.owed && mute === nobody && seen === null;
    const alert = due ? machine.view() : null;
    if (!changed && alert === null) return;
    const changes = alert === null ? [] : this.#teller.announce({ machine, rule, alert }, incident);
    journal.add([...changes, incidents.change(incident)]);
  }

  /** Writes what happened into the incident; null where there is none. */
  #enter({ machine, rule, events }: Happened, alert: Alert | null): Omit<Touched, 'happened'> | null {
    const { incidents } = this.#options;
    const { episode } = machine.memory;
    if (alert === null || episode?.fired === null || episode?.fired === undefined) return null;
    let incident = incidents.find(alert.id);
    for (const { kind, second: at, value, amended } of events) {
      if (kind === 'approaching' || kind === 'pending' || kind === 'quiet') continue;
      const began = startOf(second(episode.began));
      const text = amended ? 'Late data shows it.' : null;
      if (kind === 'fired' || kind === 'reopened') {
        incident = incidents.fire(alert, rule.rule, began, rule.rule.id);
        this.#firing.set(alert.id, { machine, rule: rule.rule });
        if (kind === 'fired') incidents.enter(incident, { at: began, kind: 'pending', value: null });
      }
      if (incident === null) continue;
      if (kind === 'resolved') {
        incidents.resolve(incident, startOf(at));
        this.#firing.delete(incident.id);
      }
      incidents.enter(incident, { at: startOf(at), kind, value, text });
    }
    if (incident === null) return null;
    incidents.update(incident, alert, episode.worst);
    return { incident, alert };
  }

  #incidentToChange(machine: AlertMachine | null, id: string): KeptIncident {
    const incident = this.#options.incidents.find(id);
    if (incident === null) throw new HubscopeError(machine === null ? 'unknown_alert' : 'alert_not_firing');
    return incident;
  }

  /** @param news whether it is another acknowledgement than before, or none any more */
  #changed(
    machine: AlertMachine,
    incident: KeptIncident,
    line: Parameters<Incidents['enter']>[1] & { readonly kind: 'acknowledged' | 'unacknowledged' },
    news = true,
  ): Alert {
    const { incidents, journal } = this.#options;
    const alert = machine.view() ?? gone();
    incidents.update(incident, alert, machine.memory.episode?.worst ?? null);
    incidents.enter(incident, line);
    const firing = news ? this.#firing.get(incident.id) : undefined;
    const told =
      firing === undefined ? [] : this.#teller.acknowledged({ ...firing, alert }, incident, line.kind);
    journal.add([alertChange(machine), ...told, incidents.change(incident)]);
    return this.decorate(alert);
  }
}

function gone(): never {
  throw new HubscopeError('alert_not_firing');
}

/** Most incidents are: nothing is to be told of them, and nothing mutes them. */
function isSettled({ telling, silenced_by, inhibited_by }: KeptIncident): boolean {
  return !telling.owed && silenced_by === null && inhibited_by === null;
}
