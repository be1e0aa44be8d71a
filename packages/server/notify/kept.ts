import { Collection } from '@hubscope/core/record';
import { delivery, keptChannel, notificationEvent } from '@hubscope/core/wire';
import { z } from 'zod';

/** One event that one channel is to tell. */
const entry = z.object({
  channel: z.string(),
  /** In the order in which they came. */
  order: z.number().int(),
  event: notificationEvent,
});
export type Entry = z.infer<typeof entry>;

/** A message as it was put together: written before it is first sent, so that every attempt tells the same under the same key. */
const outgoing = z.object({
  channel: z.string(),
  key: z.string(),
  lane: z.string(),
  hub: z.string(),
  /** The ids of its entries in the outbox, in order. */
  entries: z.array(z.string()),
  thread: z.string().nullable(),
  /** ms since the epoch. */
  first_at: z.number(),
});
export type Outgoing = z.infer<typeof outgoing>;

/** Where what follows about an incident belongs. */
const thread = z.object({ channel: z.string(), incident: z.string(), thread: z.string(), at: z.number() });
export type Thread = z.infer<typeof thread>;

const logged = z.object({ channel: z.string(), order: z.number().int(), delivery });
export type Logged = z.infer<typeof logged>;

/** What notifications keep for good. */
export const kept = {
  channels: new Collection('channels', keptChannel),
  entries: new Collection('outbox', entry),
  messages: new Collection('outbox_messages', outgoing),
  threads: new Collection('notification_threads', thread),
  log: new Collection('notification_log', logged),
};

/** The id of what a channel has about something else. */
export function idOf(channel: string, of: string): string {
  return `${channel}~${of}`;
}
