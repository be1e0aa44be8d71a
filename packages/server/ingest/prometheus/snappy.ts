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
    // Whole to the compiler too: what came of a power is not, and every place in the body would be reckoned in floating point.
    return { length: length | 0, begin: at + 1 };
  }
  return bad('its length is no number');
}

/** What is left of the packed bytes and of the room, where elements are unpacked without a look at either's end, bytes. */
const margin = { packed: 20, room: 80 };

/** Where an unpacking stands: in the packed bytes, and in the room. */
const place = { from: 0, to: 0 };

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
  const [from, into] = [wordsOf(packed), wordsOf(out)];
  place.from = begin;
  place.to = 0;
  while (place.from < packed.length) {
    shortElements(packed, from, into, length);
    if (place.from < packed.length) element(packed, out, length);
  }
  if (place.to !== length) bad('it holds fewer bytes than it says');
}

/** Unpacks elements sixteen bytes at a time for as long as they are short ones and far from both ends: most are. */
function shortElements(packed: Uint8Array, words: DataView, into: DataView, length: number): void {
  let { from, to } = place;
  const [lastFrom, lastTo] = [packed.length - margin.packed, length - margin.room];
  while (from < lastFrom && to < lastTo) {
    const tag = packed[from] ?? 0;
    const kind = tag & 3;
    const count = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    if (kind === 0) {
      if (count > 16) break;
      copy16(words, from + 1, into, to);
      from += 1 + count;
    } else if (kind === 3) break;
    else {
      const offset =
        kind === 2 ? words.getUint16(from + 1, true) : ((tag & 0xe0) << 3) | (packed[from + 1] ?? 0);
      // One that overlaps itself repeats it, and one that reaches too far is refused: byte by byte.
      if (offset < 16 || offset > to) break;
      for (let done = 0; done < count; done += 16) copy16(into, to - offset + done, into, to + done);
      from += 1 + kind;
    }
    to += count;
  }
  place.from = from;
  place.to = to;
}

/** Unpacks any one element. */
function element(packed: Uint8Array, out: Uint8Array, length: number): void {
  const tag = packed[place.from] ?? 0;
  const kind = tag & 3;
  // How many bytes follow the tag that say how long it is, or how far back it reaches.
  const bytes = kind === 0 ? Math.max(0, (tag >>> 2) - 59) : kind === 3 ? 4 : kind;
  const begin = place.from + 1 + bytes;
  if (begin > packed.length) bad('an element is cut short');
  let said = 0;
  for (let at = begin - 1; at > place.from; at -= 1) said = said * 256 + (packed[at] ?? 0);
  place.from = begin;
  if (kind === 0) literal(packed, out, length, (bytes === 0 ? tag >>> 2 : said) + 1);
  else if (kind === 1) copy(out, length, ((tag & 0xe0) << 3) | said, ((tag >>> 2) & 7) + 4);
  else copy(out, length, said, (tag >>> 2) + 1);
}

function literal(packed: Uint8Array, out: Uint8Array, length: number, count: number): void {
  const { from, to } = place;
  if (from + count > packed.length || to + count > length) bad('a literal is too long');
  out.set(packed.subarray(from, from + count), to);
  place.from = from + count;
  place.to = to + count;
}

/** What lies `offset` bytes back comes again; where it is longer than that, it repeats itself. */
function copy(out: Uint8Array, length: number, offset: number, count: number): void {
  const { to } = place;
  if (offset === 0 || offset > to) bad('a copy reaches before its beginning');
  if (to + count > length) bad('a copy is too long');
  for (let at = to; at < to + count; at += 1) out[at] = out[at - offset] ?? 0;
  place.to = to + count;
}
