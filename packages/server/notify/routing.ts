import { fitsGlob } from '@hubscope/core/judge';
import type { ChannelSettings, NotificationEvent, Route } from '@hubscope/core/wire';
import { hearsAcknowledgements } from './table.js';

/**
 * Whether a channel gets an event: its own settings let it in, and one of the routes that name the channel, where there are any. What was
 * told of at a lesser severity is told on there: its end too. That
 * somebody takes care of an incident is told only where it does not stand as a message of its own.
 */
export function gets(channel: ChannelSettings, routes: readonly Route[], event: NotificationEvent): boolean {
  const fits = ({ hub, severity }: Pick<Route, 'hub' | 'severity'>): boolean =>
    fitsGlob(hub, event.hub) &&
    [event.incident.severity, ...event.heard].some((each) => severity.includes(each));
  if (!channel.enabled || !fits(channel)) return false;
  if (event.update !== null && !hearsAcknowledgements(channel)) return false;
  const own = routes.filter(({ channels }) => channels.includes(channel.name));
  return own.length === 0 || own.some(fits);
}
