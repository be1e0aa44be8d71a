import { randomInt } from 'node:crypto';

/** Slots looked at for one key; what finds none among them is not kept, so that clashing keys cost no more than others. */
const maxProbes = 32;

/** Longer keys would seldom come again, bytes. */
const longestKey = 4096;

/** A stretch of what a view shows, without a copy. */
export function bytesOf(words: DataView, from: number, to: number): Buffer {
  return Buffer.from(words.buffer, words.byteOffset + from, to - from);
}

/**
 * Whether the bytes from `from` to `to` are those that begin at `other` of others. In one function: of two, the compiler inlines the inner
 * one or not as it happens to, and a call for sixteen bytes costs more than to compare them.
 */
function equal(words: DataView, from: number, to: number, others: DataView, other: number): boolean {
  const shift = other - from;
  const last = to - 16;
  if (last < from) {
    for (let at = from; at < to; at += 1)
      if (words.getUint8(at) !== others.getUint8(at + shift)) return false;
    return true;
  }
  for (let at = from; ; at += 16) {
    // The last sixteen, some of them once more: that costs less than to look at each by itself.
    if (at > last) at = last;
    const there = at + shift;
    const differs =
      (words.getInt32(at, true) ^ others.getInt32(there, true)) |
      (words.getInt32(at + 4, true) ^ others.getInt32(there + 4, true)) |
      (words.getInt32(at + 8, true) ^ others.getInt32(there + 8, true)) |
      (words.getInt32(at + 12, true) ^ others.getInt32(there + 12, true));
    if (differs !== 0) return false;
    if (at === last) return true;
  }
}

export interface InternLimits {
  /** Keys at most. */
  readonly entries: number;
  /** Bytes of keys at most. */
  readonly bytes: number;
}

/**
 * Values by keys that are stretches of bytes: a key is found without making a string of it. Where there is no room for another key, all are
 * forgotten: those still in use come back by themselves.
 */
export class Interned<Value> {
  readonly #limits: InternLimits;
  /** So that nobody outside can choose keys that clash. */
  readonly #seed = randomInt(2 ** 31);
  /** Entry number + 1 by slot; 0 is free. There may be thousands of tables of a few keys: each begins small. */
  #slots = new Int32Array(32);
  #hashes = new Int32Array(16);
  #begins = new Int32Array(17);
  #values: Value[] = [];
  #arena = new Uint8Array(1024);
  #arenaWords = new DataView(this.#arena.buffer);
  /** How many bytes at the end of a key the one before it ends with too. */
  #tails = new Int32Array(16);
  /** The entry that was found or kept last. */
  #last = -1;

  constructor(limits: InternLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#values.length;
  }

  /** The value of a key, made and kept where it is new. One that is longer than {@link longestKey} is made each time. */
  of(
    words: DataView,
    from: number,
    to: number,
    make: (words: DataView, from: number, to: number) => Value,
  ): Value {
    if (to - from > longestKey) return make(words, from, to);
    const hash = this.hash(words, from, to);
    const known = this.find(words, from, to, hash);
    if (known !== undefined) return known;
    const value = make(words, from, to);
    this.add(words, from, to, hash, value);
    return value;
  }

  /**
   * Where the key ends that stands behind the one that was found or kept last, where it is what begins at `from`; -1 where something else
   * does. It is {@link found} then. Senders keep the order of their series: no hash is needed, nor to look for the end first. More may
   * follow that makes it another key: that is the caller's to see.
   * @param before where the one that was found last ended in the same bytes: what both end with is compared there, which is near; -1 where it
   * is not there any more
   */
  following(words: DataView, from: number, limit: number, before = -1): number {
    if (this.#values.length === 0) return -1;
    const next = this.#last + 1 < this.#values.length ? this.#last + 1 : 0;
    const begin = this.#begins[next] ?? 0;
    const to = from + (this.#begins[next + 1] ?? 0) - begin;
    if (to === from || to > limit) return -1;
    const tail = before < 0 ? 0 : (this.#tails[next] ?? 0);
    if (!equal(words, from, to - tail, this.#arenaWords, begin)) return -1;
    if (!equal(words, to - tail, to, words, before - tail)) return -1;
    this.#last = next;
    return to;
  }

  /** The value of the key that was found or kept last; undefined before one. */
  get found(): Value | undefined {
    return this.#values[this.#last];
  }

  /** A hash of the bytes from `from` to `to`, four at a time. */
  hash(words: DataView, from: number, to: number): number {
    let hash = this.#seed ^ (to - from);
    let at = from;
    for (; at + 4 <= to; at += 4) {
      hash = Math.imul(hash ^ words.getInt32(at, true), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    for (; at < to; at += 1) hash = Math.imul(hash ^ words.getUint8(at), 0x85ebca6b);
    return (hash ^ (hash >>> 13)) | 0;
  }

  /** The value of a key; undefined where it is not kept. */
  find(words: DataView, from: number, to: number, hash: number): Value | undefined {
    const mask = this.#slots.length - 1;
    for (let probe = 0; probe < maxProbes; probe += 1) {
      const entry = (this.#slots[(hash + probe) & mask] ?? 0) - 1;
      if (entry < 0) return undefined;
      if (this.#hashes[entry] !== hash || !this.#same(entry, words, from, to)) continue;
      this.#last = entry;
      return this.#values[entry];
    }
    return undefined;
  }

  /** Keeps a value under a key that is not kept yet. */
  add(words: DataView, from: number, to: number, hash: number, value: Value): void {
    const { entries, bytes } = this.#limits;
    const used = this.#begins[this.#values.length] ?? 0;
    const length = to - from;
    if (length > bytes) return;
    if (this.#values.length >= entries || used + length > bytes) this.clear();
    if (!this.#placed(hash, this.#values.length)) return;
    const entry = this.#values.length;
    const begin = this.#begins[entry] ?? 0;
    this.#room(entry + 1, begin + length);
    this.#arena.set(new Uint8Array(words.buffer, words.byteOffset + from, length), begin);
    this.#hashes[entry] = hash;
    this.#begins[entry + 1] = begin + length;
    this.#tails[entry] = this.#tailOf(entry);
    this.#values.push(value);
    this.#last = entry;
    if (this.#values.length * 2 > this.#slots.length) this.#rehash();
  }

  /** Forgets all keys. */
  clear(): void {
    this.#slots.fill(0);
    this.#values = [];
    this.#begins[0] = 0;
    this.#last = -1;
  }

  #same(entry: number, words: DataView, from: number, to: number): boolean {
    const begin = this.#begins[entry] ?? 0;
    return (
      (this.#begins[entry + 1] ?? 0) - begin === to - from && equal(words, from, to, this.#arenaWords, begin)
    );
  }

  /** How many bytes a key ends with that the one before it ends with too. */
  #tailOf(entry: number): number {
    const [end, before] = [this.#begins[entry + 1] ?? 0, this.#begins[entry] ?? 0];
    const most = entry === 0 ? 0 : Math.min(end - before, before - (this.#begins[entry - 1] ?? 0));
    let tail = 0;
    while (tail < most && this.#arena[end - 1 - tail] === this.#arena[before - 1 - tail]) tail += 1;
    return tail;
  }

  /** Takes the first free slot within reach; false where there is none. */
  #placed(hash: number, entry: number): boolean {
    const mask = this.#slots.length - 1;
    for (let probe = 0; probe < maxProbes; probe += 1) {
      const slot = (hash + probe) & mask;
      if (this.#slots[slot] !== 0) continue;
      this.#slots[slot] = entry + 1;
      return true;
    }
    return false;
  }

  #room(entries: number, bytes: number): void {
    if (entries >= this.#hashes.length) {
      const [hashes, begins, tails] = [this.#hashes, this.#begins, this.#tails];
      this.#hashes = new Int32Array(hashes.length * 2);
      this.#hashes.set(hashes);
      this.#begins = new Int32Array(hashes.length * 2 + 1);
      this.#begins.set(begins);
      this.#tails = new Int32Array(tails.length * 2);
      this.#tails.set(tails);
    }
    if (bytes <= this.#arena.length) return;
    const arena = this.#arena;
    this.#arena = new Uint8Array(Math.max(arena.length * 2, bytes));
    this.#arena.set(arena);
    this.#arenaWords = new DataView(this.#arena.buffer);
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 4);
    for (let entry = 0; entry < this.#values.length; entry += 1)
      this.#placed(this.#hashes[entry] ?? 0, entry);
  }
}
