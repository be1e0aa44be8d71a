import type { NotificationEvent } from '@hubscope/core/wire';

/** What is told in one go: one event, or those of a hub that came together. */
export interface Message {
  /** The idempotency key: the same however often the message is sent. */
  readonly key: string;
  readonly hub: string;
  /** Oldest first; at least one. */
  readonly events: readonly NotificationEvent[];
  /** What {@link Taken.thread} was for the message that this one follows; null where it follows none. */
  readonly thread: string | null;
  /** Whether it only tries the channel. */
  readonly test: boolean;
}

/** The other side took the message. */
export interface Taken {
  readonly ok: true;
  readonly status: number | null;
  readonly said: string;
  /** Where what follows about the same incidents belongs; null where the channel has no threads. */
  readonly thread: string | null;
}

/** It did not, or did not say. */
export interface NotTaken {
  readonly ok: false;
  readonly status: number | null;
  readonly said: string;
  /** Whether another attempt may succeed; else the message itself is at fault. */
  readonly again: boolean;
  /** How long the other side asks to be left alone, ms. */
  readonly retryAfterMs: number | null;
}

/** What came of one attempt. */
export type Answer = Taken | NotTaken;

/** A way to tell people. One file a kind in `channels/`, each named in `table.ts`. */
export interface Channel {
  /**
   * Tries to deliver once. What it throws counts as not taken, to be tried again.
   * @param signal aborts when the time for an answer is over
   */
  send(message: Message, signal: AbortSignal): Promise<Answer>;
}

export function taken(status: number | null, said: string, thread: string | null = null): Taken {
  return { ok: true, status, said, thread };
}

/** Not taken now; another attempt may succeed. */
export function later(status: number | null, said: string, retryAfterMs: number | null = null): NotTaken {
  return { ok: false, status, said, again: true, retryAfterMs };
}

/** Not taken, and never will be: the message is at fault. */
export function refused(status: number | null, said: string): NotTaken {
  return { ok: false, status, said, again: false, retryAfterMs: null };
}
