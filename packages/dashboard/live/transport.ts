import { Store, type Socket } from '@hubscope/core/live';
import { takeEarlySocket } from './early-socket.js';
import { EventSocket } from './event-socket.js';

/** Tries that failed before a stream of events is tried too. */
const triesBefore = 2;

/** Whether the page hears by a stream of events, since no WebSocket comes through. */
export const byEvents = new Store(false);

/**
 * Opens the live form at a WebSocket's address: by a WebSocket, or by events where none comes through.
 * @param failed tries in a row that failed, on a page that was never connected; 0 on one that was
 */
export function openTransport(address: string, protocol: string, failed: number): Socket {
  const early = takeEarlySocket(address);
  if (early !== null) return early;
  const events = byEvents.get() || (failed >= triesBefore && failed % 2 === 0);
  if (!events) return new WebSocket(address, protocol);
  return new EventSocket(address, () => {
    byEvents.set(true);
  });
}
