import type { NotificationEvent, SettingsOf } from '@hubscope/core/wire';
import type { Channel } from '../channel.js';
import { answerOf, post } from '../http/post.js';
import { reachOf, type Tools } from '../tools.js';
import { view, type EventView } from '../view.js';

type Settings = SettingsOf<'alertmanager'>;

/**
 * How far in the future a firing alert ends, ms. Alertmanager takes an alert without an end for resolved after some minutes unless it
 * hears of it again; here its end is told when it comes.
 */
const openEndMs = 30 * 86_400_000;

/** An alert of API v2. Its labels are its identity: those of the resolved one are those of the firing one. */
function alertOf(event: EventView, at: number, labels: Readonly<Record<string, string>>): object {
  const ended = event.state === 'resolved' ? (event.resolved_at ?? at) : at + openEndMs;
  return {
    labels: {
      ...labels,
      alertname: event.rule,
      hub: event.hub,
      ...(event.component === null ? {} : { component: event.component }),
      signal: event.signal,
      severity: event.severity,
      incident: event.incident,
    },
    annotations: {
      summary: event.message,
      event: event.id,
      ...(event.note === null ? {} : { note: event.note }),
    },
    startsAt: new Date(event.fired_at).toISOString(),
    endsAt: new Date(ended).toISOString(),
    ...(event.link === null ? {} : { generatorURL: event.link }),
  };
}

const ranks = ['info', 'warning', 'critical'] as const;

/** An alert whose severity rose is another one to Alertmanager: those of the severities that it had before end. */
function stages(event: NotificationEvent, seen: EventView): EventView[] {
  const from = ranks.indexOf(event.rule.severity);
  const to = ranks.indexOf(event.incident.severity);
  const before = ranks.slice(from, Math.max(from, to));
  return [...before.map((severity) => ({ ...seen, severity, state: 'resolved' as const })), seen];
}

/** Prometheus Alertmanager, which groups, routes and silences by rules of its own. */
export function alertmanager(settings: Settings, tools: Tools): Channel {
  const url = `${settings.url.replace(/\/+$/, '')}/api/v2/alerts`;
  return {
    async send(message, signal) {
      const now = tools.clock.now();
      const { events } = view(message, tools.publicUrl);
      // Of one incident only the last word is true.
      const last = new Map<string, EventView[]>();
      for (const [index, event] of message.events.entries()) {
        const told = events[index];
        if (told !== undefined) last.set(told.incident, stages(event, told));
      }
      const alerts = [...last.values()].flat().map((event) => alertOf(event, now, settings.labels));
      const headers: Record<string, string> = { 'idempotency-key': message.key };
      if (settings.authorization !== null)
        headers['authorization'] = await tools.secret(settings.authorization);
      const reply = await post(url, headers, JSON.stringify(alerts), reachOf(settings, tools), signal);
      return answerOf(reply, now);
    },
  };
}
