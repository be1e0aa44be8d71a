import type { Grant } from '@hubscope/core/access';
import type { HubId } from '@hubscope/core/signal';
import type { Millis } from '@hubscope/core/time';
import { Points } from '@hubscope/core/window';
import { HubscopeError } from '@hubscope/core/wire';
import { OwnHubs } from '../own-hubs.js';
import type { SeriesSink } from '../sink.js';
import { Book, type BookOptions } from './book.js';
import { Cursor } from './cursor.js';
import type { WriteVersion } from './media.js';
import { snappyHead, unpackSnappy } from './snappy.js';
import { Tally } from './tally.js';
import { WriteV1 } from './write-v1.js';
import { WriteV2 } from './write-v2.js';

/** A buffer of this size is kept from request to request; a larger one is made for the request that needs it, bytes. */
const keptBytes = 4 * 1024 * 1024;

/** The message in a remote-write request, from bytes to points in the windows. */
export class RemoteWrite {
  readonly #sink: SeriesSink;
  readonly #v1: WriteV1;
  readonly #v2: WriteV2;
  readonly #cursor = new Cursor();
  readonly #points = new Points(1);
  #buffer = new Uint8Array(65_536);

  constructor(
    options: BookOptions,
    private readonly maxBytes: number,
  ) {
    const book = new Book(options);
    this.#sink = options.sink;
    this.#v1 = new WriteV1(book);
    this.#v2 = new WriteV2(book);
  }

  /**
   * Takes in a request.
   * @param packed its body, a snappy block
   * @param grant what who sent it may do
   * @param whose told of the hub of the first series, before that is taken in; throws where it must not be
   * @throws HubscopeError `malformed_body` or `body_too_large`, the points before a fault are counted all the same; and what `whose` throws
   */
  take(packed: Uint8Array, version: WriteVersion, grant: Grant, whose?: (hub: HubId) => void): Tally {
    const head = snappyHead(packed, this.maxBytes);
    const unpacked = this.#room(head.length);
    unpackSnappy(packed, head, unpacked);
    const tally = new Tally(new OwnHubs(grant), whose);
    const fault: { error?: unknown } = {};
    this.#sink.batch((now: Millis) => {
      this.#points.arrive(now);
      this.#cursor.open(unpacked, head.length);
      try {
        (version === 1 ? this.#v1 : this.#v2).read(this.#cursor, tally, this.#points);
      } catch (error) {
        fault.error = error;
      }
      return tally.hubs;
    });
    tally.forEachDrop((hub, reason, count) => {
      this.#sink.drop(hub, reason, count);
    });
    if ('error' in fault) throw fault.error;
    return tally;
  }

  #room(bytes: number): Uint8Array {
    if (bytes <= this.#buffer.length) return this.#buffer;
    const made = new Uint8Array(Math.max(bytes, Math.min(2 * this.#buffer.length, keptBytes)));
    if (made.length <= keptBytes) this.#buffer = made;
    return made;
  }
}

/** What a time that was refused suggests, for whoever wrote the sender; empty where nothing does. */
export function unitOf(time: number, now: Millis): string {
  const near = (ms: number): boolean => Math.abs(ms - now) < 86_400_000 * 365;
  const units = [
    ['seconds', time * 1000],
    ['microseconds', time / 1000],
    ['nanoseconds', time / 1e6],
  ] as const;
  const unit = units.find(([, ms]) => near(ms))?.[0];
  return unit === undefined ? '' : `; ${String(time)} looks like ${unit}, remote write has milliseconds`;
}

/**
 * What is said of points that can't be taken, and never will be, however often they are sent.
 * @throws HubscopeError `invalid_request`; `forbidden` where all are of hubs that the sender may not bring
 */
export function refuse(tally: Tally, now: Millis): void {
  if (tally.refusedSamples + tally.refusedHistograms === 0) return;
  if (tally.foreign) throw tally.own.error();
  const hint = tally.untimely === null ? '' : unitOf(tally.untimely, now);
  throw new HubscopeError('invalid_request', `Not counted: ${tally.refusals()}${hint}.`);
}
