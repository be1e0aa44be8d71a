import { parseComponentKey } from '@hubscope/core/signal';
import type { NotificationEvent } from '@hubscope/core/wire';
import type { Message } from './channel.js';

/** One event in words and figures, as templates see it. */
export interface EventView {
  /** The idempotency key. */
  readonly id: string;
  readonly kind: NotificationEvent['kind'];
  readonly state: 'firing' | 'resolved';
  readonly incident: string;
  readonly rule: string;
  readonly severity: string;
  readonly hub: string;
  /** The component's name without its kind; null: the hub itself. */
  readonly component: string | null;
  readonly signal: string;
  readonly condition: string;
  readonly threshold: number;
  readonly value: number | null;
  /** One sentence: `182 ms, above 150 for 2 min`. */
  readonly message: string;
  /** ms since the epoch. */
  readonly fired_at: number;
  readonly resolved_at: number | null;
  readonly acknowledged_by: string | null;
  readonly note: string | null;
  readonly occurrences: number;
  readonly link: string | null;
}

/** A message in words and figures: the body of a webhook, and what templates see. */
export interface View {
  readonly id: string;
  readonly kind: 'fired' | 'resolved' | 'updated' | 'mixed';
  /** The gravest among those that fire; of what resolved where none does. */
  readonly severity: string;
  readonly hub: string;
  /** ms since the epoch, of the newest event. */
  readonly at: number;
  readonly title: string;
  readonly text: string;
  readonly link: string | null;
  readonly test: boolean;
  readonly count: number;
  readonly events: readonly EventView[];
}

const ranks = ['info', 'warning', 'critical'];
/** Events that are told in words; of the others their number is. */
const maxSpoken = 20;

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

export function linkTo(publicUrl: string | null, hub: string, incident: string | null): string | null {
  if (publicUrl === null) return null;
  const query = new URLSearchParams(incident === null ? { hub } : { hub, incident });
  return `${publicUrl.replace(/\/+$/, '')}/dashboard?${query.toString()}`;
}

/** What an event says: the alert's own sentence, or who takes care of it. */
function sentenceOf({ update, incident, alert }: NotificationEvent): string {
  if (update === 'unacknowledged') return 'no longer acknowledged';
  if (update === null) return alert.message;
  const by = incident.acknowledged_by === null ? '' : ` by ${incident.acknowledged_by}`;
  return `acknowledged${by}${incident.note === null ? '' : `: ${incident.note}`}`;
}

function viewOf(event: NotificationEvent, publicUrl: string | null): EventView {
  const { incident, alert } = event;
  return {
    id: event.id,
    kind: event.kind,
    state: event.kind === 'resolved' ? 'resolved' : 'firing',
    incident: incident.id,
    rule: incident.name,
    severity: incident.severity,
    hub: event.hub,
    component:
      incident.component === null
        ? null
        : (parseComponentKey(incident.component)?.name ?? incident.component),
    signal: incident.column,
    condition: incident.condition,
    threshold: incident.threshold,
    value: alert.current_value,
    message: sentenceOf(event),
    fired_at: incident.fired_at,
    resolved_at: incident.resolved_at,
    acknowledged_by: incident.acknowledged_by,
    note: incident.note,
    occurrences: incident.occurrences,
    link: linkTo(publicUrl, event.hub, incident.id),
  };
}

function headOf({ kind, severity, rule, hub }: EventView): string {
  const state = kind === 'resolved' ? 'Resolved' : capital(severity);
  return `${state}: ${rule} on ${hub}`;
}

/** What a message is about: `fired`, `resolved` or `updated` where all of its events are, else `mixed`. */
export function kindOf(events: readonly { readonly kind: NotificationEvent['kind'] }[]): View['kind'] {
  const kinds = new Set(events.map(({ kind }) => kind));
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined ? only : 'mixed';
}

/** A message as people and programs read it. */
export function view(message: Message, publicUrl: string | null): View {
  const events = message.events.map((event) => viewOf(event, publicUrl));
  const firing = events.filter(({ state }) => state === 'firing');
  const gravest = (firing.length > 0 ? firing : events)
    .map(({ severity }) => severity)
    .reduce((a, b) => (ranks.indexOf(b) > ranks.indexOf(a) ? b : a), 'info');
  const [first] = events;
  const alone = events.length === 1 ? first : undefined;
  const title =
    alone !== undefined
      ? headOf(alone)
      : `${firing.length > 0 ? capital(gravest) : 'Resolved'}: ${counted(firing.length, events.length)} on ${message.hub}`;
  const spoken = events
    .slice(0, maxSpoken)
    .map((event) => (alone === undefined ? lineOf(event) : event.message));
  if (events.length > maxSpoken) spoken.push(`and ${String(events.length - maxSpoken)} more`);
  return {
    id: message.key,
    kind: kindOf(message.events),
    severity: gravest,
    hub: message.hub,
    at: Math.max(...message.events.map(({ at }) => at)),
    title: message.test ? `Test of this channel. ${title}` : title,
    text: spoken.join('\n'),
    link: alone?.link ?? linkTo(publicUrl, message.hub, null),
    test: message.test,
    count: events.length,
    events,
  };
}

function counted(firing: number, all: number): string {
  const resolved = all - firing;
  if (resolved === 0) return `${String(firing)} alerts fire`;
  if (firing === 0) return `${String(resolved)} alerts`;
  return `${String(firing)} fire, ${String(resolved)} resolved`;
}

/** An event of several, in one line. */
export function lineOf({ kind, severity, rule, component, message }: EventView): string {
  const state = kind === 'resolved' ? 'Resolved' : capital(severity);
  return `${state}: ${rule}${component === null ? '' : ` (${component})`}: ${message}`;
}
