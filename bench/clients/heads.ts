/** Of a message no more is read than what names it, bytes. */
export const headBytes = 96;

/** Finds the heads of messages in what a WebSocket server writes: whole frames, unmasked, wherever the chunks are cut. */
export class Heads {
  readonly #told: (head: string) => void;
  readonly #pinged: () => void;
  /** The beginning of a frame whose head has not come whole. */
  #rest = Buffer.alloc(0);
  /** Bytes of the present message that are still to come and tell nothing. */
  #skip = 0;

  /**
   * @param told gets the first {@link headBytes} of each text message, as Latin-1
   * @param pinged the server asks whether the other side lives
   */
  constructor(told: (head: string) => void, pinged: () => void) {
    this.#told = told;
    this.#pinged = pinged;
  }

  /** @param chunk is not kept: its memory may be read into again */
  read(chunk: Buffer): void {
    const skipped = Math.min(this.#skip, chunk.length);
    this.#skip -= skipped;
    let data: Buffer | null = chunk.subarray(skipped);
    if (this.#rest.length > 0) data = Buffer.concat([this.#rest, data]);
    this.#rest = Buffer.alloc(0);
    while (data !== null && data.length > 0) data = this.#frame(data);
  }

  /** What comes after the first frame of `data`; null where that frame is not whole. */
  #frame(data: Buffer): Buffer | null {
    const short = data.length < 2 ? 0 : data.readUInt8(1);
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (data.length < header) return this.#keep(data);
    const length =
      short < 126 ? short : short === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2));
    const head = header + Math.min(length, headBytes);
    if (data.length < head) return this.#keep(data);
    const opcode = data.readUInt8(0) & 0x0f;
    if (opcode === 1) this.#told(data.toString('latin1', header, head));
    else if (opcode === 9) this.#pinged();
    const end = header + length;
    this.#skip = Math.max(0, end - data.length);
    return data.subarray(end);
  }

  #keep(data: Buffer): null {
    this.#rest = Buffer.from(data);
    return null;
  }
}
