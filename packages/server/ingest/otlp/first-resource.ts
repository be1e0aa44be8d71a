import { Cursor, field, wire } from './cursor.js';

/**
 * Where the first resource of a request of any signal stands: field 1 of its first field 1. Null where it has none.
 * @throws RangeError where the bytes are no such message
 */
export function firstResource(
  body: Buffer,
): { readonly words: DataView; readonly from: number; readonly to: number } | null {
  const cursor = new Cursor(body);
  const tag = field(1, wire.bytes);
  for (let end = body.length; cursor.at < end;) {
    const found = cursor.tag(end);
    if (found !== tag) cursor.skip(found, end);
    else if (end === body.length) end = cursor.length(end);
    else {
      const to = cursor.length(end);
      return { words: cursor.words, from: cursor.at, to };
    }
  }
  return null;
}
