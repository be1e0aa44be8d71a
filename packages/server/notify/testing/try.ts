import type { ChannelSettings, NotificationEvent } from '@hubscope/core/wire';
import { attempt } from '../attempt.js';
import type { Answer, Message } from '../channel.js';
import type { Resolve } from '../http/address.js';
import { happening, Scene } from './scene.js';

/** A message of these events, or of one. */
export function message(...events: readonly NotificationEvent[]): Message {
  const told = events.length === 0 ? [happening()] : events;
  return { key: told[0]?.id ?? '', hub: 'shop', events: told, thread: null, test: false };
}

const onlyLocalhost: Resolve = (name) =>
  name === 'localhost'
    ? Promise.resolve([{ address: '127.0.0.1', family: 4 }])
    : Promise.reject(new Error(`${name} is not known`));

/** Tries a channel once; `localhost` is the only name that is known unless a test answers for others. */
export function send(
  settings: ChannelSettings,
  told: Message = message(),
  env: Readonly<Record<string, string>> = {},
  resolve: Resolve = onlyLocalhost,
): Promise<Answer> {
  const { clock } = new Scene({ channels: [] });
  const world = {
    clock,
    env,
    publicUrl: 'https://hubscope.example',
    resolve,
  };
  return attempt(settings, told, world, new AbortController().signal);
}
