/** The longest packet that is taken, bytes: clients pack up to 8 KiB into one. */
export const longestPacket = 65_536;

const lengthBytes = 4;

/** Packets as they come on a stream: before each stands its length, four bytes, the lowest first. Source: DogStatsD, `unixstream://`. */
export class Frames {
  #parts: Buffer[] = [];
  #held = 0;

  /**
   * Takes the next bytes, and tells of each packet that is whole.
   * @returns false where one is longer than {@link longestPacket}: what follows can't be told apart any more
   */
  push(bytes: Buffer, packet: (text: string) => void): boolean {
    this.#parts.push(bytes);
    this.#held += bytes.length;
    const wanted = this.#wanted();
    if (wanted > lengthBytes + longestPacket) return false;
    if (this.#held < wanted) return true;
    let rest = this.#parts.length === 1 ? bytes : Buffer.concat(this.#parts);
    while (rest.length >= lengthBytes) {
      const length = rest.readUInt32LE(0);
      if (length > longestPacket) return false;
      const end = lengthBytes + length;
      if (rest.length < end) break;
      packet(rest.toString('utf8', lengthBytes, end));
      rest = rest.subarray(end);
    }
    // A copy: the rest of a chunk would hold all of it.
    this.#parts = rest.length === 0 ? [] : [Buffer.from(rest)];
    this.#held = rest.length;
    return true;
  }

  /** How many bytes there must be before a packet can be whole: so many small pieces of a long one are put together once. */
  #wanted(): number {
    const first = this.#parts[0];
    return first === undefined || first.length < lengthBytes
      ? lengthBytes
      : lengthBytes + first.readUInt32LE(0);
  }
}
