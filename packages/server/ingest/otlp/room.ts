/** Room is asked for in steps of at least this, bytes. */
const leastStep = 65_536;

/**
 * Room that one request holds: more of it as its body comes, where nobody said before how long it is. It is given back once the connection
 * is done with the request and its work is done too, whichever is last: who goes away leaves the body behind that waits to be read.
 */
export class Room {
  readonly #reserve: (bytes: number) => () => void;
  readonly #releases: (() => void)[];
  #bytes: number;
  #works = 0;
  #left = false;

  /**
   * @param reserve answers what gives so much room back; throws where there is none
   * @param bytes what is held already
   * @param release gives that back
   */
  constructor(reserve: (bytes: number) => () => void, bytes = 0, release: (() => void) | null = null) {
    this.#reserve = reserve;
    this.#bytes = bytes;
    this.#releases = release === null ? [] : [release];
  }

  /** Makes sure of room for so many bytes in all. @throws what `reserve` does */
  cover(bytes: number): void {
    if (bytes <= this.#bytes || this.#left) return;
    // Twice what there is: a large body asks a few times, and holds no more than double of what came.
    const more = Math.max(bytes - this.#bytes, this.#bytes, leastStep);
    this.#releases.push(this.#reserve(more));
    this.#bytes += more;
  }

  /** Keeps the room until work is done. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#works += 1;
    try {
      return await work;
    } finally {
      this.#works -= 1;
      this.#giveBack();
    }
  }

  /** The connection holds nothing of the request any more. */
  leave(): void {
    this.#left = true;
    this.#giveBack();
  }

  #giveBack(): void {
    if (!this.#left || this.#works > 0) return;
    for (const release of this.#releases.splice(0)) release();
  }
}
