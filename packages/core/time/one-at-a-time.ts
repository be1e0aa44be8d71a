/** Work that is done one after the other, in the order in which it came: what one reads is what the one before has left. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    // What fails fails for who asked for it, not for who comes after.
    this.#last = done.catch(() => undefined);
    return done;
  }
}
