import { Store, type Socket } from '@hubscope/core/live';
import { takeEarlySocket } from './early-socket.js';
import { EventSocket } from './event-socket.js';
import { PollSocket } from './poll-socket.js';

/** How the live form comes: by a WebSocket; by a stream of events or asked for each second where nothing better comes through. */
export type Way = 'socket' | 'events' | 'polling';

/** Tries that failed before another way is tried too. */
const triesBefore = 2;
const fallbacks: readonly Way[] = ['events', 'polling', 'socket'];

/** The way by which the page hears, since it came through. */
export const way = new Store<Way>('socket');

function wayAfter(failed: number): Way {
  const known = way.get();
  if (known !== 'socket' || failed < triesBefore) return known;
  return fallbacks[(failed - triesBefore) % fallbacks.length] ?? 'socket';
}

/**
 * Opens the live form at a WebSocket's address: by a WebSocket, else by events, else by polling, whichever comes through.
 * @param failed tries in a row that failed, on a page that was never connected; 0 on one that was
 */
export function openTransport(address: string, protocol: string, failed: number): Socket {
  const early = takeEarlySocket(address);
  if (early !== null) return early;
  const next = wayAfter(failed);
  if (next === 'socket') return new WebSocket(address, protocol);
  const Fallback = next === 'events' ? EventSocket : PollSocket;
  return new Fallback(address, () => {
    way.set(next);
  });
}
