import { HubscopeError } from '@hubscope/core/wire';
import type { Readable } from 'node:stream';
import { collectYoung } from './young.js';

/** Room for a body is made from this up, bytes. */
const leastRoom = 65_536;
/** Room is made for what a sender says that it will send, up to this, bytes; then for twice of what came. */
const mostAhead = 1024 * 1024;
/** Room that is kept for the bodies to come, bytes: one of the largest size that is usual, or many small ones. */
const keptBytes = 16 * 1024 * 1024;
/** Parts that came in before the buffers that held them are freed, bytes. */
const mostParts = 16 * 1024 * 1024;

/** How much room is made for so many bytes: one of four sizes between two powers of two, so that it fits the next one too. */
function roomFor(bytes: number): number {
  const step = 2 ** (Math.ceil(Math.log2(Math.max(leastRoom, bytes))) - 3);
  return Math.max(leastRoom, Math.ceil(bytes / step) * step);
}

/** The body of a request. Its bytes are good until it is given back. */
export class Body {
  /** @param room where they stand, if that is to be used again */
  constructor(
    readonly bytes: Buffer,
    readonly room: Buffer | null,
  ) {}
}

/**
 * Reads the bodies of requests into room that is used again and again. Large buffers made anew for each request live long enough to be
 * freed only by a collection of the whole heap, several times a second under load: more work than reading what is in them.
 */
export class Bodies {
  /** Room that nobody uses. */
  readonly #free: Buffer[] = [];
  #freeBytes = 0;
  /** Bytes of parts since their buffers were freed. */
  #parts = 0;

  /**
   * Reads a body to its end.
   * @param told its length as its sender has it; NaN where that was not said
   * @param cover makes sure of room for so many bytes in all, and throws where there is none
   * @throws HubscopeError `body_too_large`, `malformed_body` where it breaks off, or what `cover` throws
   */
  read(
    stream: Readable,
    told: number,
    maxBytes: number,
    cover: (bytes: number) => void = () => undefined,
  ): Promise<Body> {
    return new Promise((resolve, reject) => {
      let bytes: Buffer = Buffer.alloc(0);
      let room: Buffer | null = null;
      const stop = (): void => {
        stream.off('data', take).off('end', end).off('error', cut).off('close', cut);
      };
      const refuse = (error: unknown): void => {
        stop();
        if (room !== null) this.#giveBack(room);
        reject(error instanceof Error ? error : new Error(String(error)));
      };
      const take = (part: Buffer): void => {
        this.#came(part.length);
        if (bytes.length + part.length > maxBytes) {
          refuse(new HubscopeError('body_too_large'));
          return;
        }
        try {
          cover(bytes.length + part.length);
        } catch (error) {
          refuse(error);
          return;
        }
        // Most bodies come in one piece, which is nobody else's.
        if (bytes.length === 0 && part.length === told) {
          bytes = part;
          return;
        }
        const length = bytes.length + part.length;
        if (room === null || length > room.length) {
          // Room that grows by little is made, and copied into, again and again.
          const ahead = Number.isNaN(told)
            ? Math.min(maxBytes, 2 * bytes.length)
            : Math.min(told, Math.max(mostAhead, 2 * bytes.length));
          room = this.#grown(room, bytes, Math.max(length, ahead));
        }
        room.set(part, bytes.length);
        bytes = room.subarray(0, length);
      };
      const end = (): void => {
        stop();
        resolve(new Body(bytes, room));
      };
      const cut = (): void => {
        refuse(new HubscopeError('malformed_body', 'The body breaks off.'));
      };
      // It may have broken off before anybody listened.
      if (stream.destroyed) cut();
      else stream.on('data', take).on('end', end).on('error', cut).on('close', cut);
    });
  }

  /** Lets the next body have the room of one that nobody reads any more. */
  giveBack({ room }: Body): void {
    if (room !== null) this.#giveBack(room);
  }

  #came(bytes: number): void {
    this.#parts += bytes;
    if (this.#parts < mostParts) return;
    this.#parts = 0;
    collectYoung();
  }

  /** Larger room that holds what there is already. */
  #grown(room: Buffer | null, bytes: Buffer, needed: number): Buffer {
    const larger = this.#take(needed);
    larger.set(bytes);
    if (room !== null) this.#giveBack(room);
    return larger;
  }

  #take(needed: number): Buffer {
    const size = roomFor(needed);
    const at = this.#free.findIndex(({ length }) => length === size);
    const [found] = at < 0 ? [] : this.#free.splice(at, 1);
    if (found === undefined) return Buffer.allocUnsafeSlow(size);
    this.#freeBytes -= size;
    return found;
  }

  #giveBack(room: Buffer): void {
    while (this.#freeBytes + room.length > keptBytes) {
      const oldest = this.#free.shift();
      if (oldest === undefined) return;
      this.#freeBytes -= oldest.length;
    }
    this.#free.push(room);
    this.#freeBytes += room.length;
  }
}
