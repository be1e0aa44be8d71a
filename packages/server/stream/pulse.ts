import { isGood } from '@hubscope/core/access';
import type { Millis } from '@hubscope/core/time';
import type { Audience } from './audience.js';
import type { Group } from './group.js';
import type { Hubs } from './hubs.js';
import type { HubList } from './hub-list.js';
import type { Viewer } from './viewer.js';

/**
 * In the plain form a hub that reports is given so long past its last second before the last frame is sent again: with a beat of 250 ms that is within
 * 1.5 s, and an exporter that is a tenth of a second late now and then causes none. ms
 */
const lateMs = 1150;

const pingEveryMs = 30_000;
const deadAfterMs = 90_000;
const pruneEveryMs = 5_000;
/** How a connection is closed whose right has ended: the client signs in again. */
const rightEnded = { code: 4401, reason: 'The key or the session has ended.' } as const;

/** What is looked after four times a second, whether hubs report or not. */
export class Pulse {
  /** Viewers that answered nothing for 90 s. */
  died = 0;
  readonly #hubs: Hubs;
  readonly #audience: Audience;
  readonly #hubList: HubList;
  readonly #viewers: ReadonlySet<Viewer>;
  #pruned: Millis;
  #beaten: Millis;

  constructor(hubs: Hubs, audience: Audience, hubList: HubList, viewers: ReadonlySet<Viewer>, now: Millis) {
    this.#hubs = hubs;
    this.#audience = audience;
    this.#hubList = hubList;
    this.#viewers = viewers;
    this.#pruned = now;
    this.#beaten = now;
  }

  beat(now: Millis): void {
    this.#notice(now);
    for (const group of this.#audience.all()) if (fillerDue(group, now)) group.sendWhole(now, true);
    for (const viewer of this.#viewers) {
      if (!isGood(viewer.grant, now)) viewer.connection.close(rightEnded.code, rightEnded.reason);
      else {
        if (viewer.behind && viewer.idle) viewer.group?.bring(viewer, now);
        // Each in its own time, as they came: all at once would be in the way of a tick. A clock that was set back starts the wait anew.
        if (now - viewer.pingedAt >= pingEveryMs || now < viewer.pingedAt) this.#ping(viewer, now);
      }
    }
    this.#hubList.keepUp(this.#viewers);
    if (now - this.#pruned >= pruneEveryMs || now < this.#pruned) this.#prune(now);
  }

  /** A clock that was set forward, or a machine that slept, is no silence of anybody's: the wait begins anew. */
  #notice(now: Millis): void {
    const leap = now - this.#beaten;
    this.#beaten = now;
    if (leap < pingEveryMs) return;
    for (const viewer of this.#viewers) viewer.heardAt = now;
  }

  #ping(viewer: Viewer, now: Millis): void {
    viewer.pingedAt = now;
    viewer.heardAt = Math.min(viewer.heardAt, now) as Millis;
    if (now - viewer.heardAt >= deadAfterMs) {
      this.died += 1;
      viewer.connection.terminate();
    } else if (viewer.open) viewer.connection.ping();
  }

  #prune(now: Millis): void {
    this.#pruned = now;
    this.#audience.prune(now);
    for (const feed of this.#hubs.waiting())
      if (!this.#audience.watches(feed.hub)) this.#hubs.close(feed.hub);
  }
}

/**
 * Whether the plain form needs a frame that no second of the hub caused: one each second of the clock while the hub is
 * silent, unknown or late.
 */
function fillerDue({ wanted, lastSent, overdue, feed }: Group, now: Millis): boolean {
  if (wanted !== null) return false;
  if (lastSent === null || now < lastSent.at) return true;
  if (Math.floor(now / 1000) === Math.floor(lastSent.at / 1000)) return false;
  const reports = feed?.status?.state === 'live' && !lastSent.filler && !overdue;
  return !reports || now - lastSent.at >= lateMs;
}
