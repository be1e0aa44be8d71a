import type { SeenTelemetry } from '@hubscope/core/signal';
import type { Millis } from '@hubscope/core/time';
import { latelyMs, lookAgainMs, makeRoomMs } from '../lately.js';
import type { SpanFields } from './span-fields.js';

/** Names of one process that are remembered; spans of further ones are not told of. */
const capacity = 200;

interface Seen {
  /** When it arrived last, and when its attributes were read, ms since the epoch. */
  at: number;
  readAt: number;
  attributes: Readonly<Record<string, string>>;
}

/** Which names the spans of one process have, for a mapping's preview: each with the attributes of one of its spans. */
export class SpanNames {
  readonly #seen = new Map<string, Seen>();
  #now = 0;
  #madeRoom = -Infinity;

  /** When the spans arrive that are noted next. */
  arrive(now: Millis): void {
    this.#now = now;
  }

  note(span: SpanFields): void {
    const now = this.#now;
    const known = this.#seen.get(span.name);
    if (known === undefined) {
      if (this.#hasRoom()) this.#seen.set(span.name, { at: now, readAt: now, attributes: span.attributes() });
      return;
    }
    known.at = now;
    // A clock that was set back begins another time.
    if (Math.abs(now - known.readAt) < lookAgainMs) return;
    known.readAt = now;
    known.attributes = span.attributes();
  }

  seen(hub: string, since: number): SeenTelemetry[] {
    return [...this.#seen]
      .filter(([, { at }]) => at >= since)
      .map(([name, { attributes }]) => ({ hub, door: 'otlp', type: 'span', name, attributes, signals: [] }));
  }

  #hasRoom(): boolean {
    if (this.#seen.size < capacity) return true;
    const now = this.#now;
    if (Math.abs(now - this.#madeRoom) < makeRoomMs) return false;
    this.#madeRoom = now;
    for (const [name, { at }] of this.#seen) if (Math.abs(now - at) > latelyMs) this.#seen.delete(name);
    return this.#seen.size < capacity;
  }
}
