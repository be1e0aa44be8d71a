const leastBytes = 1024;
/** Bytes an id: one in eight of them that is in no generation is looked for in one all the same. */
const bytesAnId = 2;

/**
 * Says by its hash which of up to eight generations may hold an id. Most look-ups are of ids that none of them holds: they read one byte,
 * where each generation would have to be asked.
 */
export class IdFilter {
  #generations = new Uint8Array(leastBytes);

  /** Whether so many ids are more than it was made for: then it says too often that one may be there. */
  crowded(ids: number): boolean {
    return ids * bytesAnId > this.#generations.length;
  }

  /** The generations that may hold an id, a bit each. */
  holders(hash: number): number {
    return this.#generations[hash & (this.#generations.length - 1)] ?? 0;
  }

  add(hash: number, generation: number): void {
    const place = hash & (this.#generations.length - 1);
    this.#generations[place] = (this.#generations[place] ?? 0) | (1 << generation);
  }

  /** Forgets all ids of a generation. */
  forget(generation: number): void {
    const kept = ~((1 << generation) * 0x01010101);
    const fours = new Int32Array(this.#generations.buffer);
    for (let at = 0; at < fours.length; at += 1) fours[at] = (fours[at] ?? 0) & kept;
  }

  /** Forgets everything, and makes room for so many ids and as many again. */
  clear(ids: number): void {
    const bytes = 2 ** Math.ceil(Math.log2(2 * ids * bytesAnId + 1));
    this.#generations = new Uint8Array(Math.max(leastBytes, bytes));
  }
}
