import type { DropReason, HubId } from '@hubscope/core/signal';
import { Points, type NumberForm } from '@hubscope/core/window';
import type { Feed } from '../feed.js';
import type { OwnHubs } from '../own-hubs.js';
import type { SeriesSink } from '../sink.js';

/** Room for so many points is kept from request to request; a larger one is made for the request that needs it. */
const kept = 65_536;

/**
 * The plain numbers of one request, a column each, until all of it is read: what is broken further on is not counted by half. No point
 * costs an object.
 */
export class Numbers {
  #points = new Points(1024);
  #feeds: Feed[] = [];
  #forms: NumberForm[] = [];
  #count = 0;

  /** Those that are of hubs which the sender may not bring; known once they were handed on. */
  #foreign = 0;

  /** How many there are to count. */
  get count(): number {
    return this.#count - this.#foreign;
  }

  /** @param point the one in the first place; not a number says that there is no value */
  add(feed: Feed, form: NumberForm, point: Points): void {
    const at = this.#count;
    if (at >= this.#points.capacity) this.#grow();
    this.#points.starts[at] = point.start(0);
    this.#points.times[at] = point.time(0);
    this.#points.values[at] = point.value(0);
    this.#feeds[at] = feed;
    this.#forms[at] = form;
    this.#count = at + 1;
  }

  /** Begins the next request. */
  clear(): void {
    this.#count = 0;
    this.#foreign = 0;
    if (this.#points.capacity <= kept) return;
    this.#points = new Points(1024);
    this.#feeds = [];
    this.#forms = [];
  }

  /**
   * Hands all of them to where they belong, as one arrival.
   * @param own the hubs whose telemetry the sender may bring; of others nothing is touched
   * @param drop told of each that was not counted
   */
  deliver(sink: SeriesSink, own: OwnHubs, drop: (hub: HubId, reason: DropReason) => void): void {
    if (this.#count === 0) return;
    sink.batch((now) => {
      const points = this.#points;
      points.arrive(now);
      const hubs = new Set<HubId>();
      let last: HubId | null = null;
      for (let at = 0; at < this.#count; at += 1) {
        const feed = this.#feeds[at];
        const form = this.#forms[at];
        if (feed === undefined || form === undefined) continue;
        const { hub } = feed;
        if (!own.has(hub)) {
          this.#foreign += 1;
          drop(hub, 'forbidden_hub');
          continue;
        }
        if (Number.isNaN(points.values[at])) {
          feed.unknown(points, at);
          continue;
        }
        const reason = feed.number(points, at, form);
        if (reason !== null) drop(hub, reason);
        else if (hub !== last) {
          hubs.add(hub);
          last = hub;
        }
      }
      return hubs;
    });
  }

  #grow(): void {
    const before = this.#points;
    const grown = new Points(2 * before.capacity);
    grown.starts.set(before.starts);
    grown.times.set(before.times);
    grown.values.set(before.values);
    this.#points = grown;
  }
}
