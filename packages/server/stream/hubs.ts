import { reaches, type Grant } from '@hubscope/core/access';
import { selfHub, type HubId } from '@hubscope/core/signal';
import type { HubStatus } from '@hubscope/core/wire';
import { Feed, type FeedShape } from './feed.js';

/** The feeds of all hubs that are known, and of those that a viewer asked for by name. */
export class Hubs {
  readonly #shape: FeedShape;
  readonly #feeds = new Map<HubId, Feed>();
  /** Past every number that a feed that is gone has given out, so that a name that comes back repeats none. */
  #seqFloor = 0;

  constructor(shape: FeedShape) {
    this.#shape = shape;
  }

  find(hub: HubId): Feed | null {
    return this.#feeds.get(hub) ?? null;
  }

  /** The feed of a hub; a new one, waiting for its first telemetry, where there is none. */
  open(hub: HubId): Feed {
    let feed = this.#feeds.get(hub);
    if (feed === undefined) {
      feed = new Feed(hub, this.#shape, this.#seqFloor);
      this.#feeds.set(hub, feed);
    }
    return feed;
  }

  close(hub: HubId): void {
    const feed = this.#feeds.get(hub);
    if (feed === undefined) return;
    this.#seqFloor = Math.max(this.#seqFloor, feed.seq + 1);
    this.#feeds.delete(hub);
  }

  /** The hubs that are known, and those that only were asked for. */
  all(): HubId[] {
    return [...this.#feeds.keys()];
  }

  /** The hubs that only were asked for. */
  waiting(): Feed[] {
    return [...this.#feeds.values()].filter((feed) => feed.status === null);
  }

  /** Every hub that is known, the busiest first and `hubscope` last. */
  list(): HubStatus[] {
    const rank = (status: HubStatus): number => status.operations_per_minute ?? -1;
    return [...this.#feeds.values()]
      .flatMap((feed) => feed.status ?? [])
      .sort(
        (a, b) =>
          Number(a.name === selfHub) - Number(b.name === selfHub) ||
          rank(b) - rank(a) ||
          (a.name < b.name ? -1 : 1),
      );
  }

  /** The busiest hub other than `hubscope` that was heard of and that a grant is for; null where there is none. */
  busiest(grant: Grant): Feed | null {
    let best: Feed | null = null;
    const rank = (feed: Feed): number => feed.status?.operations_per_minute ?? -1;
    for (const feed of this.#feeds.values()) {
      if (!feed.seen || feed.hub === selfHub || !reaches(grant, feed.hub)) continue;
      if (best === null || rank(feed) > rank(best)) best = feed;
    }
    return best;
  }
}
