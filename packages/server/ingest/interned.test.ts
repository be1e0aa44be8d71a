import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, Interned } from './interned.js';

/** A view of some text, and where in it the text stands: not at its beginning. */
function written(text: string): [words: DataView, from: number, to: number] {
  const bytes = Buffer.from(`..${text}`);
  return [new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 2, bytes.length];
}

const text = (words: DataView, from: number, to: number): string => bytesOf(words, from, to).toString();

describe('values by bytes', () => {
  it('are those that were made of the same bytes, each made once', () => {
    const key = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(fc.array(key, { maxLength: 200 }), (keys) => {
        const table = new Interned<string>({ entries: 1000, bytes: 100_000 });
        let made = 0;
        for (const each of keys) {
          const value = table.of(...written(each), (...where) => {
            made += 1;
            return text(...where);
          });
          expect(value).toBe(each);
        }
        expect(made).toBe(new Set(keys).size);
      }),
    );
  });

  it('follow one another as they did before, and nothing else does', () => {
    const table = new Interned<string>({ entries: 100, bytes: 10_000 });
    const keys = ['one', 'two', 'three'];
    expect(table.following(...written('one'))).toBeUndefined();
    for (const each of keys) table.of(...written(each), text);
    for (const each of [...keys, ...keys]) expect(table.following(...written(each))).toBe(each);
    expect(table.following(...written('three'))).toBeUndefined();
    expect(table.following(...written('on'))).toBeUndefined();
    table.of(...written('two'), text);
    expect(table.following(...written('three'))).toBe('three');
  });

  it('are bounded in number and in bytes: past that all begin anew', () => {
    const table = new Interned<string>({ entries: 50, bytes: 400 });
    for (let key = 0; key < 1000; key += 1) {
      expect(table.of(...written(`key ${String(key)}`), text)).toBe(`key ${String(key)}`);
      expect(table.size).toBeLessThanOrEqual(50);
    }
    expect(table.of(...written('x'.repeat(500)), text)).toHaveLength(500);
  });
});
