import type { HubId, Source, SpanObservation } from '../signal/index.js';
import type { Millis } from '../time/index.js';
import { CallsRoom, HubCalls, type Call } from './hub-calls.js';

/** What is remembered of all hubs together. */
const mostAtOnce = { spans: 200_000, edges: 40_000 } as const;

/**
 * Which component called which, read from spans: the caller of an operation is the nearest of the spans around it that is an
 * operation of a component itself. A span may arrive before those around it, which end later.
 */
export class Calls {
  readonly #hubs = new Map<string, HubCalls>();
  readonly #room: CallsRoom;
  /** Whose span came last: those of one process come together. */
  #last: { readonly source: Source; readonly calls: HubCalls } | null = null;

  /** @param share of the usual room, 0–1 */
  constructor(share = 1) {
    this.#room = new CallsRoom({ spans: mostAtOnce.spans * share, edges: mostAtOnce.edges * share });
  }

  /** Looks at a span that was counted. */
  note(span: SpanObservation, now: Millis): void {
    const { source } = span;
    if (this.#last?.source !== source) this.#last = { source, calls: this.#hub(source.hub) };
    this.#last.calls.note(span, now);
  }

  /** The calls of a hub that ended within the stretches that `[from, to)` touches, the most frequent first. */
  list(hub: string, from: Millis, to: Millis): Call[] {
    return this.#hubs.get(hub)?.list(from, to) ?? [];
  }

  prune(now: Millis): void {
    for (const hub of this.#hubs.values()) hub.prune(now);
  }

  forget(hub: string): void {
    this.#hubs.get(hub)?.forget();
    this.#hubs.delete(hub);
    this.#last = null;
  }

  #hub(name: HubId): HubCalls {
    let hub = this.#hubs.get(name);
    if (hub === undefined) {
      hub = new HubCalls(this.#room);
      this.#hubs.set(name, hub);
    }
    return hub;
  }
}
