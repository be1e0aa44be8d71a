import type { NotificationEvent, SettingsOf } from '@hubscope/core/wire';
import type { Channel } from '../channel.js';
import { answerOf, post } from '../http/post.js';
import { reachOf, type Tools } from '../tools.js';
import { view } from '../view.js';

type Settings = SettingsOf<'pagerduty'>;

/** PagerDuty takes 1,024 characters of summary. */
const maxSummary = 1000;

/** What PagerDuty is to do; it has no way to take an acknowledgement back, and writes a further trigger into its log. */
function actionOf({ kind, update }: NotificationEvent): 'trigger' | 'acknowledge' | 'resolve' {
  if (kind === 'resolved') return 'resolve';
  return update === 'acknowledged' ? 'acknowledge' : 'trigger';
}

/** Events API v2: the incident's id is the key by which PagerDuty knows it again. */
export function pagerduty(settings: Settings, tools: Tools): Channel {
  return {
    async send(message, signal) {
      const seen = view(message, tools.publicUrl);
      const [[event], [told]] = [seen.events, message.events];
      if (event === undefined || told === undefined) throw new Error('a message without an event');
      const body = {
        routing_key: await tools.secret(settings.routing_key),
        event_action: actionOf(told),
        dedup_key: event.incident,
        client: 'Hubscope',
        ...(event.link === null
          ? {}
          : { client_url: event.link, links: [{ href: event.link, text: 'Open in Hubscope' }] }),
        payload: {
          summary: `${seen.title}: ${event.message}`.slice(0, maxSummary),
          source: event.hub,
          severity: event.severity,
          timestamp: new Date(event.fired_at).toISOString(),
          component: event.component ?? event.hub,
          group: event.hub,
          class: event.rule,
          custom_details: {
            event: event.id,
            signal: event.signal,
            condition: event.condition,
            threshold: event.threshold,
            value: event.value,
          },
        },
      };
      const headers = { 'idempotency-key': message.key };
      const reply = await post(settings.url, headers, JSON.stringify(body), reachOf(settings, tools), signal);
      return answerOf(reply, tools.clock.now());
    },
  };
}
