import { graver, type AlertEvent, type AlertMachine } from '@hubscope/core/judge';
import type { RecordChange } from '@hubscope/core/record';
import type { Clock } from '@hubscope/core/time';
import type { Alert, NotificationEvent, RuleInForce, Silence } from '@hubscope/core/wire';
import { summaryOf, type KeptIncident } from './incidents.js';
import { decorated, nobody, type Muting } from './muting.js';

/** An alert that people may have to be told of. */
export interface Firing {
  readonly machine: AlertMachine;
  readonly rule: RuleInForce;
}

export interface Shown extends Firing {
  readonly alert: Alert;
}

export interface TellerOptions {
  readonly clock: Clock;
  readonly muting: Muting;
  /** What the outbox keeps of an event; nothing where no channel takes it. */
  readonly notifications: (event: NotificationEvent) => RecordChange[];
}

/** What is to be told of one event, by that what is kept in the outbox, and the silence that hid it. */
export interface Tidings {
  readonly told: RecordChange[];
  readonly hidden: Silence | null;
}

const nothing: Tidings = { told: [], hidden: null };

/** Decides what people are told of an incident: that it fires, that it is graver than they know, and its end; each once. */
export class Teller {
  constructor(private readonly options: TellerOptions) {}

  /** One event of an incident, whose severity and occurrences are as the event left them. */
  tell(shown: Shown, incident: KeptIncident, { kind }: Pick<AlertEvent, 'kind'>): Tidings {
    const { telling } = incident;
    if (kind === 'resolved') {
      telling.owed = false;
      const due = incident.told && !telling.end;
      return due ? { told: this.#announce('resolved', shown, incident), hidden: null } : nothing;
    }
    // That an incident fires again is news only to those who were not told that it did.
    if ((kind !== 'fired' && kind !== 'reopened' && kind !== 'escalated') || !isNews(incident))
      return nothing;
    const { muting } = this.options;
    const mute = muting.of(incident, shown.machine);
    muting.note(incident, mute);
    if (mute === nobody) return { told: this.announce(shown, incident), hidden: null };
    telling.owed = true;
    return { told: [], hidden: kind === 'reopened' ? null : mute.silence };
  }

  /** Tells that an incident fires, or to whoever knows that, how grave it is. */
  announce(shown: Shown, incident: KeptIncident): RecordChange[] {
    return this.#announce(incident.told ? 'updated' : 'fired', shown, incident);
  }

  /** Tells that somebody takes care of an incident, or does no longer, where it is known and open. */
  acknowledged(
    shown: Shown,
    incident: KeptIncident,
    update: 'acknowledged' | 'unacknowledged',
  ): RecordChange[] {
    if (!incident.told || incident.telling.end) return [];
    const at = this.options.clock.now();
    return this.#hand('updated', `${update}/${String(at)}`, update, shown, incident);
  }

  #announce(kind: NotificationEvent['kind'], shown: Shown, incident: KeptIncident): RecordChange[] {
    const { telling, severity, occurrences } = incident;
    const name = kind === 'updated' ? severity : kind;
    // What is told again of an incident that came back is no copy of what was told before.
    const key = occurrences > 1 ? `${name}/${String(occurrences)}` : name;
    const changes = this.#hand(kind, key, null, shown, incident);
    telling.owed = false;
    if (changes.length === 0) return changes;
    incident.told = true;
    telling.end = kind === 'resolved';
    if (kind === 'resolved') return changes;
    telling.severity = severity;
    if (!telling.heard.includes(severity)) telling.heard.push(severity);
    return changes;
  }

  #hand(
    kind: NotificationEvent['kind'],
    key: string,
    update: NotificationEvent['update'],
    { alert, rule }: Shown,
    incident: KeptIncident,
  ): RecordChange[] {
    return this.options.notifications({
      id: `${incident.id}/${key}`,
      kind,
      update,
      heard: [...incident.telling.heard],
      incident: summaryOf(incident),
      alert: decorated(alert, incident),
      rule,
      hub: incident.hub,
      at: this.options.clock.now(),
    });
  }
}

/** Whether people know less of it than is to be known: nothing, or a lesser severity. */
function isNews({ told, severity, telling }: KeptIncident): boolean {
  return !told || telling.severity === null || graver(severity, telling.severity);
}
