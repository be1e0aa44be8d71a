import { HubscopeError } from '@hubscope/core/wire';

/**
 * The snappy block format, unpacked by hand: for telemetry, whose copies are short, this takes less CPU than a call into a native library.
 * Source: google/snappy `format_description.txt`.
 */

function bad(what: string): never {
  throw new HubscopeError('malformed_body', `The body is no valid snappy block: ${what}.`);
}

/** What a block says of itself: how many bytes it unpacks to, and where they begin. */
export interface SnappyHead {
  readonly length: number;
  readonly begin: number;
}

/**
 * Reads how many bytes a block unpacks to, so that room is made only for what is within a limit.
 * @throws HubscopeError `malformed_body` or `body_too_large`
 */
export function snappyHead(packed: Uint8Array, maxBytes: number): SnappyHead {
  let length = 0;
  for (let at = 0; at < 5; at += 1) {
    const byte = packed[at];
    if (byte === undefined) bad('it is too short');
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte >= 0x80) continue;
    if (length > maxBytes) {
      throw new HubscopeError('body_too_large', `The body unpacks to more than ${String(maxBytes)} bytes.`);
    }
    return { length, begin: at + 1 };
  }
  return bad('its length is no number');
}

/** The same bytes, by words. */
function wordsOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** Copies sixteen bytes; what of them is too much is written over by what follows. */
function copy16(from: DataView, source: number, into: DataView, to: number): void {
  into.setInt32(to, from.getInt32(source, true), true);
  into.setInt32(to + 4, from.getInt32(source + 4, true), true);
  into.setInt32(to + 8, from.getInt32(source + 8, true), true);
  into.setInt32(to + 12, from.getInt32(source + 12, true), true);
}

/**
 * Unpacks a block into the first `head.length` bytes of `out`, and touches nothing behind them. No element reads or writes outside of
 * what was unpacked so far, whatever the block says.
 * @param out at least `head.length` bytes
 * @throws HubscopeError `malformed_body`
 */
export function unpackSnappy(packed: Uint8Array, { length, begin }: SnappyHead, out: Uint8Array): void {
  const words = wordsOf(out);
  const packedWords = wordsOf(packed);
  const end = packed.length;
  let from = begin;
  let to = 0;
  while (from < end) {
    const tag = packed[from] ?? 0;
    from += 1;
    if ((tag & 3) === 0) {
      let count = (tag >>> 2) + 1;
      if (count > 60) {
        const bytes = count - 60;
        if (from + bytes > end) bad('a literal is cut short');
        count = 1;
        for (let place = 0; place < bytes; place += 1)
          count += (packed[from + place] ?? 0) * 2 ** (8 * place);
        from += bytes;
      }
      if (from + count > end || to + count > length) bad('a literal is too long');
      if (count <= 16 && from + 16 <= end && to + 16 <= length) {
        copy16(packedWords, from, words, to);
        from += count;
        to += count;
      } else if (count > 48) {
        out.set(packed.subarray(from, from + count), to);
        from += count;
        to += count;
      } else {
        for (const until = from + count; from < until; from += 1, to += 1) out[to] = packed[from] ?? 0;
      }
      continue;
    }
    let count: number;
    let offset: number;
    if ((tag & 3) === 1) {
      if (from >= end) bad('a copy is cut short');
      count = ((tag >>> 2) & 7) + 4;
      offset = ((tag & 0xe0) << 3) | (packed[from] ?? 0);
      from += 1;
    } else {
      const bytes = (tag & 3) === 2 ? 2 : 4;
      if (from + bytes > end) bad('a copy is cut short');
      count = (tag >>> 2) + 1;
      offset = (packed[from] ?? 0) | ((packed[from + 1] ?? 0) << 8);
      if (bytes === 4) offset += (packed[from + 2] ?? 0) * 0x1_0000 + (packed[from + 3] ?? 0) * 0x100_0000;
      from += bytes;
    }
    if (offset === 0 || offset > to) bad('a copy reaches before its beginning');
    if (to + count > length) bad('a copy is too long');
    let source = to - offset;
    // A copy may overlap itself, which repeats it: only what lies far enough behind is taken several bytes at a time.
    if (offset >= 16 && to + count + 16 <= length) {
      const until = to + count;
      for (; to < until; to += 16, source += 16) copy16(words, source, words, to);
      to = until;
      continue;
    }
    if (offset >= 4) {
      for (const last = to + count - 4; to <= last; to += 4, source += 4) {
        words.setInt32(to, words.getInt32(source, true), true);
        count -= 4;
      }
    }
    for (const until = to + count; to < until; to += 1, source += 1) out[to] = out[source] ?? 0;
  }
  if (to !== length) bad('it holds fewer bytes than it says');
}
