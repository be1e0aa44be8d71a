import { rule, type NotificationEvent } from '@hubscope/core/wire';
import type { Message } from './channel.js';

const tried = rule.parse({
  name: 'Test',
  signal: 'latency',
  condition: 'above',
  threshold: 0,
  severity: 'info',
});

/** A message that only tries a channel: it looks like one of an incident, and says that it is none. */
export function testMessage(id: string, kind: 'fired' | 'resolved', at: number): Message {
  const hub = 'hubscope';
  const name = 'Test';
  const text = 'No alert fires: somebody tries this channel';
  const event: NotificationEvent = {
    id: `${id}/${kind}`,
    kind,
    update: null,
    heard: [],
    hub,
    at,
    incident: {
      id,
      state: kind === 'fired' ? 'firing' : 'resolved',
      rule: 'test',
      name,
      hub,
      component: null,
      column: 'latency',
      condition: 'above',
      threshold: 0,
      severity: 'info',
      began_at: at,
      fired_at: at,
      resolved_at: kind === 'fired' ? null : at,
      occurrences: 1,
      worst_value: null,
      message: text,
      acknowledged_by: null,
      acknowledged_at: null,
      note: null,
      silenced_by: null,
      inhibited_by: null,
      told: true,
    },
    alert: {
      id,
      threshold: {
        name,
        metric: 'latency_ms',
        threshold: 0,
        condition: 'above',
        severity: 'info',
        cooldown_secs: 0,
      },
      triggered_at: at,
      current_value: null,
      message: text,
      acknowledged: false,
      state: kind === 'fired' ? 'firing' : 'resolved',
      hub,
      component: null,
      column: 'latency',
      resolved_at: kind === 'fired' ? null : at,
      blind_since: null,
      acknowledged_by: null,
      acknowledged_at: null,
      note: null,
      occurrences: 1,
    },
    rule: { ...tried, id: 'test', origin: 'file', read_only: true, changed: false },
  };
  return { key: event.id, hub, events: [event], thread: null, test: true };
}
