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
  type Silence,
} from '@hubscope/core/wire';
import type { Happened } from './bank-rule.js';
import { summaryOf, type Incidents } from './incidents.js';
import type { Journal } from './journal.js';
import { alertChange } from './kept-alerts.js';
import type { Silences } from './silences.js';

export interface DeskOptions {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly incidents: Incidents;
  readonly silences: Silences;
  /** What the outbox keeps of an event: committed together with the transition that it tells of. */
  readonly notifications: (event: NotificationEvent) => RecordChange[];
}

/** An alert that people may have to be told of. */
interface Firing {
  readonly machine: AlertMachine;
  readonly rule: RuleInForce;
}

const nobody: Mute = { silence: null, inhibitedBy: null };

interface Mute {
  readonly silence: Silence | null;
  readonly inhibitedBy: string | null;
}

/** Where what happens to alerts becomes incidents, their timelines, and what people are told; all of one second in one commit. */
export class AlertDesk {
  readonly #options: DeskOptions;
  readonly #firing = new Map<string, Firing>();
  readonly #down = new Set<HubId>();
  /** By hub and signal, the incidents that are critical. */
  #critical = new Map<string, string>();

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** Takes up an alert that was firing when Hubscope stopped. */
  restored(machine: AlertMachine, rule: RuleInForce, now: Millis): void {
    const incident = machine.id === null ? null : this.#options.incidents.find(machine.id);
    if (machine.id === null || machine.state !== 'firing' || incident === null) return;
    this.#firing.set(machine.id, { machine, rule });
    const text = 'Hubscope started again; what happened while it was not running is unknown.';
    this.#options.incidents.enter(incident, { at: now, kind: 'restarted', text });
    this.#options.journal.add(this.#options.incidents.changes(incident));
  }

  /** Whether a hub is silent: that hides its alerts, but for those that say so. */
  down(hub: HubId, down: boolean): void {
    if (down) this.#down.add(hub);
    else this.#down.delete(hub);
  }

  /** Takes in what one second did to the alerts of a hub. */
  happened(all: readonly Happened[]): void {
    if (all.length === 0) return;
    const { incidents, journal } = this.#options;
    const changes: RecordChange[] = [];
    const touched: [Happened, Incident][] = [];
    for (const each of all) {
      const incident = this.#enter(each);
      if (incident !== null) touched.push([each, incident]);
      if (incident !== null || each.machine.state === 'inactive') changes.push(alertChange(each.machine));
    }
    this.#rank();
    for (const [{ machine, rule, events }, incident] of touched) {
      for (const event of events) changes.push(...this.#tell(machine, rule.rule, incident, event));
      changes.push(...incidents.changes(incident));
    }
    journal.add(changes);
  }

  /** Looks again at who is muted: a silence may have ended while its alert still fires. Call it each second. */
  tick(): void {
    const { incidents, journal } = this.#options;
    if (incidents.openCount === 0) return;
    this.#rank();
    for (const incident of incidents.open()) {
      const firing = this.#firing.get(incident.id);
      if (firing === undefined) continue;
      const mute = this.#mute(incident, firing.machine);
      const changed = this.#note(incident, mute);
      const seen = firing.machine.memory.episode?.acknowledged ?? null;
      const due = !incident.told && mute === nobody && seen === null;
      if (!changed && !due) continue;
      const changes = due ? this.#announce('fired', firing, incident) : [];
      journal.add([...changes, ...incidents.changes(incident)]);
    }
  }

  /** An alert with what mutes it. */
  decorate(alert: Alert): Alert {
    const incident = this.#options.incidents.find(alert.id);
    if (incident?.state !== 'firing') return alert;
    return { ...alert, silenced_by: incident.silenced_by, inhibited_by: incident.inhibited_by };
  }

  /** @throws HubscopeError `unknown_alert`, `alert_not_firing` */
  acknowledge(machine: AlertMachine | null, id: string, by: string | null, note: string | null): Alert {
    const at = this.#options.clock.now();
    const incident = this.#incidentToChange(machine, id);
    if (machine?.acknowledge({ by, note, at }) !== true) throw new HubscopeError('alert_not_firing');
    return this.#changed(machine, incident, { at, kind: 'acknowledged', by, text: note });
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
    journal.add(incidents.changes(incident));
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
      if (rule !== null) changes.push(...this.#tell(machine, rule, incident, event));
      changes.push(...incidents.changes(incident));
    }
    if (machine.id !== null) this.#firing.delete(machine.id);
    journal.add(changes);
  }

  /** An incident that nothing evaluates any more, since its rule is no longer there. */
  abandon(incident: Incident, why: string): void {
    const { incidents, journal, clock } = this.#options;
    const at = clock.now();
    incidents.resolve(incident, at);
    incidents.enter(incident, { at, kind: 'rule', text: why });
    incidents.enter(incident, { at, kind: 'resolved' });
    journal.add(incidents.changes(incident));
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
    journal.add([
      alertChange(machine),
      ...this.#tell(machine, rule, incident, event),
      ...incidents.changes(incident),
    ]);
  }

  /** Writes what happened into the incident; null where there is none. */
  #enter({ machine, rule, events }: Happened): Incident | null {
    const { incidents } = this.#options;
    const { episode } = machine.memory;
    const alert = machine.view();
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
    if (incident !== null) incidents.update(incident, alert, episode.worst);
    return incident;
  }

  /** What is to be told of one event, and by that what is kept in the outbox. */
  #tell(machine: AlertMachine, rule: RuleInForce, incident: Incident, event: AlertEvent): RecordChange[] {
    const firing = { machine, rule };
    // An incident that reopened is the one that people were told of: neither that nor its end is told again.
    if (event.kind === 'resolved')
      return incident.told && incident.occurrences === 1 ? this.#announce('resolved', firing, incident) : [];
    if (event.kind !== 'fired' && event.kind !== 'escalated') return [];
    const mute = this.#mute(incident, machine);
    this.#note(incident, mute);
    if (mute === nobody)
      return this.#announce(
        event.kind === 'escalated' && incident.told ? 'updated' : 'fired',
        firing,
        incident,
      );
    return mute.silence === null ? [] : [this.#options.silences.hid(mute.silence)];
  }

  #announce(kind: NotificationEvent['kind'], { machine, rule }: Firing, incident: Incident): RecordChange[] {
    const alert = machine.view();
    if (alert === null) return [];
    incident.told = true;
    return this.#options.notifications({
      id: `${incident.id}/${kind === 'updated' ? incident.severity : kind}`,
      kind,
      incident: summaryOf(incident),
      alert: this.decorate(alert),
      rule,
      hub: incident.hub,
      at: this.#options.clock.now(),
    });
  }

  /** Finds the critical incident of each hub and signal. */
  #rank(): void {
    const critical = new Map<string, string>();
    for (const { id, hub, column, severity } of this.#options.incidents.open()) {
      if (severity === 'critical') critical.set(`${hub}\n${signalOf(column)}`, id);
    }
    this.#critical = critical;
  }

  #mute(incident: Incident, machine: AlertMachine): Mute {
    const { silences, clock } = this.#options;
    const silence = silences.size === 0 ? null : silences.mutes(incident, clock.now());
    let inhibitedBy: string | null = null;
    if (incident.severity !== 'critical')
      inhibitedBy = this.#critical.get(`${incident.hub}\n${signalOf(incident.column)}`) ?? null;
    const saysSo = machine.memory.value === null && machine.rule.no_data === 'fire';
    if (this.#down.has(machine.hub) && !saysSo) inhibitedBy = 'down';
    return silence === null && inhibitedBy === null ? nobody : { silence, inhibitedBy };
  }

  /** Writes into the incident what mutes it; answers whether that is news. */
  #note(incident: Incident, { silence, inhibitedBy }: Mute): boolean {
    const silencedBy = silence?.id ?? null;
    if (incident.silenced_by === silencedBy && incident.inhibited_by === inhibitedBy) return false;
    const at = this.#options.clock.now();
    const { incidents } = this.#options;
    if (silence !== null && incident.silenced_by !== silencedBy)
      incidents.enter(incident, { at, kind: 'silenced', by: silence.by, text: silence.comment });
    else if (inhibitedBy !== null && incident.inhibited_by !== inhibitedBy) {
      const text =
        inhibitedBy === 'down' ? 'Its hub is silent.' : 'A critical alert of the same signal fires.';
      incidents.enter(incident, { at, kind: 'inhibited', text });
    } else if (silencedBy === null && inhibitedBy === null)
      incidents.enter(incident, { at, kind: 'unmuted' });
    incident.silenced_by = silencedBy;
    incident.inhibited_by = inhibitedBy;
    return true;
  }

  #incidentToChange(machine: AlertMachine | null, id: string): Incident {
    const incident = this.#options.incidents.find(id);
    if (incident === null) throw new HubscopeError(machine === null ? 'unknown_alert' : 'alert_not_firing');
    return incident;
  }

  #changed(machine: AlertMachine, incident: Incident, line: Parameters<Incidents['enter']>[1]): Alert {
    const { incidents, journal } = this.#options;
    const alert = machine.view() ?? gone();
    incidents.update(incident, alert, machine.memory.episode?.worst ?? null);
    incidents.enter(incident, line);
    journal.add([alertChange(machine), ...incidents.changes(incident)]);
    return this.decorate(alert);
  }
}

function gone(): never {
  throw new HubscopeError('alert_not_firing');
}

/** `latency.p95` and `latency` are one signal. */
function signalOf(column: string): string {
  return column.replace(/\.[^.]*$/, '');
}
