import { reaches } from '@hubscope/core/access';
import type { HubId, SignalTable } from '@hubscope/core/signal';
import type { Millis } from '@hubscope/core/time';
import type { Feed } from './feed.js';
import { Group, type Encoder } from './group.js';
import { liveEncoder, plainEncoder } from './encoders.js';
import type { Pace, StreamPorts } from './ports.js';
import type { Viewer } from './viewer.js';
import { everything, wantedOf, type Wanted } from './wanted.js';

/** Who watches what: the groups of each hub, and of those who wait for any hub (null). */
export class Audience {
  readonly #table: SignalTable;
  readonly #ports: StreamPorts;
  readonly #pace: Pace;
  readonly #plain: Encoder;
  readonly #groups = new Map<HubId | null, Map<string, Group>>();
  #pastEncodes = 0;

  constructor(table: SignalTable, ports: StreamPorts, pace: Pace) {
    this.#table = table;
    this.#ports = ports;
    this.#pace = pace;
    this.#plain = plainEncoder(table);
  }

  /** How often anything was encoded. */
  get encodes(): number {
    let encodes = this.#pastEncodes;
    for (const group of this.all()) encodes += group.encodes;
    return encodes;
  }

  groupsOf(hub: HubId | null): Iterable<Group> {
    return this.#groups.get(hub)?.values() ?? [];
  }

  *all(): Iterable<Group> {
    for (const groups of this.#groups.values()) yield* groups.values();
  }

  /** Whether anyone watches a hub, or may come back to it. */
  watches(hub: HubId): boolean {
    return (this.#groups.get(hub)?.size ?? 0) > 0;
  }

  /** Puts a viewer among those who want the same; `wanted` is null in the plain form. Nothing is sent. */
  join(viewer: Viewer, feed: Feed | null, wanted: Wanted | null): Group {
    const group = this.#groupFor(feed, wanted);
    if (viewer.group !== group) {
      this.leave(viewer);
      group.take(viewer);
    }
    return group;
  }

  leave(viewer: Viewer): void {
    viewer.group?.viewers.delete(viewer);
    viewer.group = null;
  }

  /** Hands those who wait for any hub to the first one that appears and that they may see; each gets its whole state. */
  adopt(feed: Feed, now: Millis): void {
    for (const group of [...this.groupsOf(null)]) {
      for (const viewer of [...group.viewers]) {
        if (!reaches(viewer.grant, feed.hub)) continue;
        const joined = this.join(viewer, feed, group.wanted);
        if (viewer.idle) joined.bring(viewer, now);
        else viewer.behind = true;
      }
    }
  }

  /** Lets go of groups in which nobody is. */
  prune(now: Millis): void {
    for (const [hub, groups] of this.#groups) {
      for (const group of groups.values()) {
        if (!group.idle(now)) continue;
        groups.delete(group.key);
        this.#pastEncodes += group.encodes;
      }
      if (groups.size === 0) this.#groups.delete(hub);
    }
  }

  #groupFor(feed: Feed | null, wanted: Wanted | null): Group {
    const hub = feed?.hub ?? null;
    let groups = this.#groups.get(hub);
    if (groups === undefined) {
      groups = new Map();
      this.#groups.set(hub, groups);
    }
    const key = wanted === null ? 'plain' : wanted.key;
    let group = groups.get(key);
    if (group === undefined) {
      const encoder = wanted === null ? this.#plain : liveEncoder(this.#table, this.#ports, wanted);
      const resumable =
        feed !== null && wanted !== null && wanted.key === wantedOf(feed.shape, everything).key;
      group = new Group(key, feed, wanted, encoder, resumable, this.#pace);
      groups.set(key, group);
    }
    return group;
  }
}
