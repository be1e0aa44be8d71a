import type { ChannelSettings, ChannelType, SettingsOf } from '@hubscope/core/wire';
import type { Channel } from './channel.js';
import type { Tools } from './tools.js';

/** A kind of channel. */
interface Kind<T extends ChannelType> {
  /** Loads what makes one: a server that tells nobody by mail need not hold a mail system in memory. */
  readonly load: () => Promise<(settings: SettingsOf<T>, tools: Tools) => Channel>;
  /** How many events one message can tell. */
  readonly maxEvents: number;
  /** Whether the other side keeps what it was told open until it is told the end. */
  readonly holds: boolean;
}

/** Every kind of channel; to add one is to add a file and a row. */
const table: { readonly [T in ChannelType]: Kind<T> } = {
  webhook: {
    load: async () => (await import('./channels/webhook.js')).webhook,
    maxEvents: 500,
    holds: false,
  },
  slack: { load: async () => (await import('./channels/slack.js')).slack, maxEvents: 1000, holds: false },
  email: { load: async () => (await import('./channels/email.js')).email, maxEvents: 1000, holds: false },
  pagerduty: {
    load: async () => (await import('./channels/pagerduty.js')).pagerduty,
    maxEvents: 1,
    holds: true,
  },
  alertmanager: {
    load: async () => (await import('./channels/alertmanager.js')).alertmanager,
    maxEvents: 500,
    holds: true,
  },
};

/** Makes the channel that settings describe. */
export async function channelOf(settings: ChannelSettings, tools: Tools): Promise<Channel> {
  // The row of a kind takes the settings of that kind, which TypeScript can't follow through a look-up.
  const make = (await table[settings.type].load()) as (settings: ChannelSettings, tools: Tools) => Channel;
  return make(settings, tools);
}

export function maxEventsOf({ type }: ChannelSettings): number {
  return table[type].maxEvents;
}

export function holds({ type }: ChannelSettings): boolean {
  return table[type].holds;
}

/** Whether messages about an incident follow the first one in a thread. */
export function usesThreads(settings: ChannelSettings): boolean {
  return settings.type === 'email' || (settings.type === 'slack' && settings.bot_token !== null);
}

/** Whether it is told that somebody takes care of an incident: it keeps that with the incident, or puts it into its thread. */
export function hearsAcknowledgements(settings: ChannelSettings): boolean {
  return settings.type === 'pagerduty' || (settings.type === 'slack' && usesThreads(settings));
}
