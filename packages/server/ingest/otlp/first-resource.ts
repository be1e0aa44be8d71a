import { Cursor, field, wire } from './cursor.js';

/**
 * Where the first resource of a request of any signal stands: field 1 of its first field 1. One that says nothing need not be written: then
 * it is empty. Null where the request has none.
 * @throws RangeError where the bytes are no such message
 */
export function firstResource(
  body: Buffer,
): { readonly words: DataView; readonly from: number; readonly to: number } | null {
  const cursor = new Cursor(body);
  const outer = enter(cursor, body.length);
  if (outer === null) return null;
  const to = enter(cursor, outer) ?? cursor.at;
  return { words: cursor.words, from: cursor.at, to };
}

/** Goes to where the first field 1 of a message begins that is a message too. @returns its end; null where there is none */
function enter(cursor: Cursor, end: number): number | null {
  while (cursor.at < end) {
    const tag = cursor.tag(end);
    if (tag === field(1, wire.bytes)) return cursor.length(end);
    cursor.skip(tag, end);
  }
  return null;
}
