/** How much work lies with each worker, in memory that all threads share. */
export class LoadBoard {
  readonly #pending: Int32Array;

  constructor(readonly memory: SharedArrayBuffer) {
    this.#pending = new Int32Array(memory);
  }

  static for(workers: number): LoadBoard {
    return new LoadBoard(new SharedArrayBuffer(4 * workers));
  }

  given(worker: number, count: number): void {
    Atomics.add(this.#pending, worker, count);
  }

  done(worker: number, count: number): void {
    Atomics.sub(this.#pending, worker, count);
  }

  /** The worker with the least to do; the first of equals. */
  idlest(): number {
    let best = 0;
    for (let worker = 1; worker < this.#pending.length; worker += 1) {
      if (Atomics.load(this.#pending, worker) < Atomics.load(this.#pending, best)) best = worker;
    }
    return best;
  }

  /** The worker to which a topic belongs, always the same. */
  ownerOf(topic: string): number {
    let hash = 0;
    for (let at = 0; at < topic.length; at += 1) hash = (Math.imul(hash, 31) + topic.charCodeAt(at)) | 0;
    return Math.abs(hash) % this.#pending.length;
  }
}
