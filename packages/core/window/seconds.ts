import { shift, type Second } from '../time/index.js';
import { amendSeconds } from './limits.js';
import type { RowRoom } from './row-room.js';
import { SecondBucket } from './tally.js';

/** The seconds of one hub that are open or can still be amended. */
export class Seconds {
  lastClosed: Second | null = null;
  /** Spans in all of them whose place is not settled. */
  candidates = 0;
  readonly #buckets = new Map<Second, SecondBucket>();
  readonly #dirty = new Set<Second>();
  /** Closed seconds in which something expected was missing: looked at again when anything arrives. */
  readonly #blind = new Set<Second>();
  readonly #room: RowRoom;
  /** The bucket that was asked for last: spans of a request end in few seconds. */
  #latest: { readonly which: Second; readonly bucket: SecondBucket } | null = null;
  /** The newest second that was given up for want of room, before it was too old to be amended. */
  #given: Second | null = null;

  constructor(room: RowRoom) {
    this.#room = room;
  }

  /** The bucket of a second, made where there is none. */
  bucket(which: Second): SecondBucket {
    if (this.#latest?.which === which) return this.#latest.bucket;
    let bucket = this.#buckets.get(which);
    if (bucket === undefined) {
      bucket = new SecondBucket(this.#room);
      this.#buckets.set(which, bucket);
    }
    this.#latest = { which, bucket };
    return bucket;
  }

  get(which: Second): SecondBucket | undefined {
    return this.#buckets.get(which);
  }

  /** The second that closes next; null before anything was told. */
  next(): Second | null {
    return this.lastClosed === null ? this.#oldest(() => true) : shift(this.lastClosed, 1);
  }

  /** Something was added to a second: where it is closed, it is handed on again. */
  touch(which: Second): void {
    if (this.lastClosed !== null && which <= this.lastClosed && this.#buckets.has(which))
      this.#dirty.add(which);
  }

  /** A second was handed on. @param blind whether something expected was missing in it */
  handed(which: Second, blind: boolean): void {
    this.#dirty.delete(which);
    if (blind) this.#blind.add(which);
    else this.#blind.delete(which);
  }

  get blind(): ReadonlySet<Second> {
    return this.#blind;
  }

  /** Closed seconds that changed since they were handed on, oldest first. */
  dirty(): Second[] {
    return [...this.#dirty].sort((a, b) => a - b);
  }

  /** The oldest second that holds spans whose place is not settled. */
  oldestCandidates(): Second | null {
    return this.#oldest(({ candidates }) => candidates.length > 0);
  }

  /** How many rows components have in them. */
  get rows(): number {
    let rows = 0;
    for (const { components } of this.#buckets.values()) rows += components.size;
    return rows;
  }

  /** Whether a second was given up: nothing can be added to it any more. */
  gone(which: Second): boolean {
    return this.#given !== null && which <= this.#given;
  }

  /** Gives the oldest closed one up before it is too old to be amended. Answers whether there was one. */
  giveUp(): boolean {
    const oldest = this.#oldest(() => true);
    if (oldest === null || this.#buckets.get(oldest)?.closed !== true) return false;
    this.#drop(oldest);
    this.#given = oldest;
    return true;
  }

  /** Lets go of those that can no longer be amended. @param closed the last that closed */
  forgetOld(closed: Second): void {
    const oldest = shift(closed, -amendSeconds);
    for (const which of this.#buckets.keys()) if (which < oldest) this.#drop(which);
  }

  /** Lets go of all. */
  forget(): void {
    for (const which of this.#buckets.keys()) this.#drop(which);
  }

  #oldest(wanted: (bucket: SecondBucket) => boolean): Second | null {
    let oldest: Second | null = null;
    for (const [which, bucket] of this.#buckets)
      if ((oldest === null || which < oldest) && wanted(bucket)) oldest = which;
    return oldest;
  }

  #drop(which: Second): void {
    const bucket = this.#buckets.get(which);
    if (bucket === undefined) return;
    if (this.#latest?.which === which) this.#latest = null;
    this.candidates -= bucket.candidates.length;
    bucket.forget();
    this.#buckets.delete(which);
    this.#dirty.delete(which);
    this.#blind.delete(which);
  }
}
