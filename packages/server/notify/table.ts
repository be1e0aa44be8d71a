import type { ChannelSettings, ChannelType, SettingsOf } from '@hubscope/core/wire';
import type { Channel } from './channel.js';
import { alertmanager } from './channels/alertmanager.js';
import { email } from './channels/email.js';
import { pagerduty } from './channels/pagerduty.js';
import { slack } from './channels/slack.js';
import { webhook } from './channels/webhook.js';
import type { Tools } from './tools.js';

/** A kind of channel. */
interface Kind<T extends ChannelType> {
  readonly make: (settings: SettingsOf<T>, tools: Tools) => Channel;
  /** How many events one message can tell. */
  readonly maxEvents: number;
  /** Whether the other side keeps what it was told open until it is told the end. */
  readonly holds: boolean;
}

/** Every kind of channel; to add one is to add a file and a row. */
const table: { readonly [T in ChannelType]: Kind<T> } = {
  webhook: { make: webhook, maxEvents: 500, holds: false },
  slack: { make: slack, maxEvents: 1000, holds: false },
  email: { make: email, maxEvents: 1000, holds: false },
  pagerduty: { make: pagerduty, maxEvents: 1, holds: true },
  alertmanager: { make: alertmanager, maxEvents: 500, holds: true },
};

/** Makes the channel that settings describe. */
export function channelOf(settings: ChannelSettings, tools: Tools): Channel {
  // The row of a kind takes the settings of that kind, which TypeScript can't follow through a look-up.
  const make = table[settings.type].make as (settings: ChannelSettings, tools: Tools) => Channel;
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
