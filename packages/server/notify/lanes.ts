import { createHash } from 'node:crypto';
import type { Entry, Outgoing } from './kept.js';
import { idOf } from './kept.js';

/** What keeps its order: the events of one hub, or of one incident where each is told by itself. */
export interface Lane {
  readonly name: string;
  /** Not yet in a message, oldest first; by their ids in the outbox. */
  readonly waiting: Map<string, { readonly entry: Entry; readonly since: number }>;
  /** What is under way; the next is put together when it is done. */
  current: {
    readonly message: Outgoing;
    readonly entries: readonly Entry[];
    attempts: number;
    due: number;
    said: string;
    status: number | null;
  } | null;
  /** An attempt, or a commit, is under way. */
  busy: boolean;
  lastDone: number | null;
}

export interface Grouping {
  readonly waitMs: number;
  readonly intervalMs: number;
}

export function laneOf(entry: Entry, maxEvents: number): string {
  return maxEvents === 1 ? entry.event.incident.id : entry.event.hub;
}

export function newLane(name: string): Lane {
  return { name, waiting: new Map(), current: null, busy: false, lastDone: null };
}

/** The idempotency key of a message: the event's own, or one made of all of theirs. */
export function keyOf(ids: readonly string[]): string {
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) return only;
  return `group-${createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex')
    .slice(0, 40)}`;
}

/** Those of a lane that may be told now, with the same thread as the oldest of them. */
export function batchOf(
  lane: Lane,
  told: ReadonlySet<string> | null,
  maxEvents: number,
  threadOf: (incident: string) => string | null,
): { entries: Entry[]; thread: string | null; since: number } | null {
  let found: { entries: Entry[]; thread: string | null; since: number } | null = null;
  for (const { entry, since } of lane.waiting.values()) {
    if (told !== null && !told.has(entry.event.incident.severity)) continue;
    const thread = threadOf(entry.event.incident.id);
    found ??= { entries: [], thread, since };
    if (thread === found.thread) found.entries.push(entry);
    if (found.entries.length >= maxEvents) break;
  }
  return found;
}

/** Moves all moments of a lane back by so many ms. */
export function setBack(lane: Lane, ms: number): void {
  for (const [id, { entry, since }] of lane.waiting) lane.waiting.set(id, { entry, since: since - ms });
  if (lane.current !== null) lane.current.due -= ms;
  if (lane.lastDone !== null) lane.lastDone -= ms;
}

/** When a batch may leave, ms since the epoch. */
export function dueAt(lane: Lane, since: number, { waitMs, intervalMs }: Grouping): number {
  return Math.max(since + waitMs, (lane.lastDone ?? -Infinity) + intervalMs);
}

/** A batch as a message. */
export function outgoingOf(
  channel: string,
  lane: Lane,
  entries: readonly Entry[],
  thread: string | null,
  now: number,
): Outgoing {
  return {
    channel,
    lane: lane.name,
    key: keyOf(entries.map(({ event }) => event.id)),
    hub: entries[0]?.event.hub ?? '',
    entries: entries.map(({ event }) => idOf(channel, event.id)),
    thread,
    first_at: now,
  };
}
