/** Frames that a reconnecting client can still be sent: two minutes of ticks. */
const kept = 120;

interface Framed {
  readonly seq: number;
  readonly frame: Buffer;
}

/** The newest frames of one sequence, without a hole between them. */
export class ReplayRing {
  #frames: Framed[] = [];

  add(seq: number, frame: Buffer): void {
    const last = this.#frames.at(-1);
    if (last !== undefined && last.seq !== seq - 1) this.#frames = [];
    this.#frames.push({ seq, frame });
    if (this.#frames.length > kept) this.#frames.shift();
  }

  /** The frames after `seq`, up to and with `current`; null where some of them are gone. */
  after(seq: number, current: number): readonly Buffer[] | null {
    if (seq === current) return [];
    if (seq > current || this.#frames.at(-1)?.seq !== current) return null;
    const missed = this.#frames.filter((framed) => framed.seq > seq);
    return missed[0]?.seq === seq + 1 ? missed.map(({ frame }) => frame) : null;
  }
}
