import type { ChannelReply, ChannelSettings } from '@hubscope/core/wire';
import { later, type Answer, type Message } from './channel.js';
import { readSecret, without, type Environment } from './secrets.js';
import { channelOf } from './table.js';
import type { Tools } from './tools.js';

/** How much of the other side's words is kept, characters. */
const maxSaid = 2000;

/** What an attempt needs of the world. */
export interface World extends Omit<Tools, 'secret'> {
  readonly env: Environment;
}

/** Why something failed, with the reason below it: the network's errors hide it there. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const words = error.message === '' ? error.name : error.message;
  return code === '' || words.includes(code) ? words : `${words} (${code})`;
}

/** Rejects when a signal aborts, for what can't be told to stop. */
function aborted(signal: AbortSignal): Promise<never> {
  const reason = (): Error => (signal.reason instanceof Error ? signal.reason : new Error('aborted'));
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(reason());
    signal.addEventListener('abort', () => {
      reject(reason());
    });
  });
}

/**
 * Tries to deliver once: within the channel's time, and with no secret in what comes back.
 * @param stopped aborts when the server stops
 */
export async function attempt(
  settings: ChannelSettings,
  message: Message,
  world: World,
  stopped: AbortSignal,
): Promise<Answer> {
  const secrets = new Set<string>();
  const channel = await channelOf(settings, {
    ...world,
    secret: async (secret) => {
      const value = await readSecret(secret, world.env);
      secrets.add(value);
      return value;
    },
  });
  const deadline = AbortSignal.timeout(settings.timeout * 1000);
  const signal = AbortSignal.any([deadline, stopped]);
  let answer: Answer;
  try {
    const sent = channel.send(message, signal);
    answer = await Promise.race([sent, aborted(signal)]);
    // What loses the race fails unheard.
    sent.catch(() => undefined);
  } catch (error) {
    const late = deadline.aborted && !stopped.aborted;
    answer = later(null, late ? `no answer within ${String(settings.timeout)} s` : reasonOf(error));
  }
  return { ...answer, said: without(answer.said, secrets).slice(0, maxSaid) };
}

/** The same for whoever tries a channel by hand. */
export function replyOf(answer: Answer, tookMs: number): ChannelReply {
  return { ok: answer.ok, status: answer.status, said: answer.said, took_ms: Math.round(tookMs) };
}
