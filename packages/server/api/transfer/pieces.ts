import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { HubscopeError } from '@hubscope/core/wire';

/** What is worked on at once: what others wait for. */
const pieceBytes = 16 * 1024;

/**
 * A body as it came, not put together: that alone would be a long turn.
 * @throws HubscopeError `body_too_large` past so many bytes
 */
export async function chunksOf(body: Readable, most: number): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Who sends too much is to be told so: its connection stays.
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    const received = chunk as Buffer;
    bytes += received.length;
    if (bytes > most) throw new HubscopeError('body_too_large');
    chunks.push(received);
  }
  return chunks;
}

/** What came, each chunk let go of as it is handed on. */
export async function* handedOn(chunks: Buffer[]): AsyncGenerator<Uint8Array> {
  for (const [at, chunk] of chunks.entries()) {
    chunks[at] = Buffer.alloc(0);
    yield chunk;
  }
}

/** The same bytes in pieces, after each of which all others have their turn. */
export async function* inPieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      yield chunk.subarray(at, at + pieceBytes);
      await setImmediate();
    }
  }
}
