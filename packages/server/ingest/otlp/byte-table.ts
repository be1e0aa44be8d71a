/** Longer runs of bytes are not kept: they would seldom come again. */
const longestKey = 4096;
/** Hashed from each end of a run; the whole of it is compared. */
const hashed = 48;

interface Entry<Value> {
  readonly hash: number;
  readonly key: Uint8Array;
  readonly value: Value;
  readonly next: Entry<Value> | undefined;
}

function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 ^ (to - from);
  const head = Math.min(to, from + hashed);
  for (let at = from; at < head; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  for (let at = Math.max(head, to - hashed); at < to; at += 1)
    hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function same(key: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (key.length !== to - from) return false;
  for (let at = 0; at < key.length; at += 1) if (key[at] !== bytes[from + at]) return false;
  return true;
}

/**
 * Finds what was made of a run of bytes before, without making a string of it. Holds at most `capacity` runs: a full table is
 * emptied, and fills again with what comes now.
 */
export class ByteTable<Value> {
  readonly #capacity: number;
  #entries: (Entry<Value> | undefined)[] = new Array<Entry<Value> | undefined>(64);
  #size = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** @param make what the value is, where the bytes are new */
  get(
    bytes: Uint8Array,
    from: number,
    to: number,
    make: (bytes: Uint8Array, from: number, to: number) => Value,
  ): Value {
    const hash = hashOf(bytes, from, to);
    let entry = this.#entries[hash & (this.#entries.length - 1)];
    while (entry !== undefined) {
      if (entry.hash === hash && same(entry.key, bytes, from, to)) return entry.value;
      entry = entry.next;
    }
    const value = make(bytes, from, to);
    if (to - from <= longestKey) this.#set(hash, Uint8Array.prototype.slice.call(bytes, from, to), value);
    return value;
  }

  #set(hash: number, key: Uint8Array, value: Value): void {
    if (this.#size >= this.#capacity) {
      this.#entries = new Array<Entry<Value> | undefined>(64);
      this.#size = 0;
    } else if (this.#size >= this.#entries.length) this.#grow();
    const place = hash & (this.#entries.length - 1);
    this.#entries[place] = { hash, key, value, next: this.#entries[place] };
    this.#size += 1;
  }

  #grow(): void {
    const grown = new Array<Entry<Value> | undefined>(2 * this.#entries.length);
    for (const chain of this.#entries) {
      for (let entry = chain; entry !== undefined; entry = entry.next) {
        const place = entry.hash & (grown.length - 1);
        grown[place] = { ...entry, next: grown[place] };
      }
    }
    this.#entries = grown;
  }
}
