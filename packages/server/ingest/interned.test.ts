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
    const following = (written: [words: DataView, from: number, to: number]): string | undefined => {
      const end = table.following(...written);
      return end < 0 ? undefined : `${table.found ?? ''}${text(written[0], end, written[2])}`;
    };
    expect(following(written('one'))).toBeUndefined();
    for (const each of keys) table.of(...written(each), text);
    for (const each of [...keys, ...keys]) expect(following(written(each))).toBe(each);
    expect(following(written('three'))).toBeUndefined();
    expect(following(written('on'))).toBeUndefined();
    // What differs in its last byte is another one; what is longer may be.
    expect(following(written('onf'))).toBeUndefined();
    expect(following(written('one and more'))).toBe('one and more');
    table.of(...written('two'), text);
    expect(following(written('three'))).toBe('three');
  });

  it('follow one another also where they end alike, with the bytes of the one before at hand', () => {
    const key = fc.tuple(
      fc.string({ minLength: 1, maxLength: 4 }),
      fc.constantFrom('', ' at the same place', ' at the place'),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(key, { minLength: 1, maxLength: 12, selector: String }),
        fc.array(fc.nat(11)),
        (parts, asked) => {
          const table = new Interned<string>({ entries: 100, bytes: 10_000 });
          const keys = parts.map(([head, tail]) => `${head}${tail}`);
          for (const each of keys) table.of(...written(each), text);
          const told = [...keys, ...asked.map((place) => keys[place % keys.length] ?? ''), ...keys];
          const [words] = written(told.join(''));
          let [at, before] = [2, -1];
          for (const each of told) {
            const to = at + Buffer.byteLength(each);
            // Its own end is the limit: else a longer key may begin with it.
            const end = table.following(words, at, to, before);
            const found = end === to ? table.found : table.find(words, at, to, table.hash(words, at, to));
            expect(found).toBe(each);
            at = before = to;
          }
        },
      ),
    );
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
