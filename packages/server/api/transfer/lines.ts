import { HubscopeError } from '@hubscope/core/wire';

/** Bytes of one line, or of one row. */
export const maxLineBytes = 1024 * 1024;

/**
 * Text by its lines, which may end in any of the three ways; those that are whole so far at a time.
 * @throws HubscopeError `invalid_import` where a line is too long
 */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let [rest, count, returned] = ['', 0, false];
  for await (const piece of bytes) {
    let text = decoder.decode(piece, { stream: true });
    if (text === '') continue;
    // The one end of a line, in two pieces.
    if (returned && text.startsWith('\n')) text = text.slice(1);
    returned = text === '' ? false : text.endsWith('\r');
    const lines = (rest + text).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    count += lines.length;
    if (rest.length > maxLineBytes) {
      const line = `Line ${String(count + 1)} is longer than ${String(maxLineBytes)} bytes`;
      throw new HubscopeError('invalid_import', `${line}. Nothing was imported.`);
    }
    if (lines.length > 0) yield lines;
  }
  yield [rest + decoder.decode()];
}
