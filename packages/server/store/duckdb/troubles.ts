/** What is wrong at the moment, by where it is wrong. Each is told once when it begins, and once when it is over. */
export class Troubles {
  readonly #troubles = new Map<string, string>();
  readonly #say: (sentence: string) => void;

  constructor(say: (sentence: string) => void) {
    this.#say = say;
  }

  /** @param sentence null: nothing is wrong there (any more) */
  set(where: string, sentence: string | null): void {
    const before = this.#troubles.get(where);
    if (sentence === null) {
      if (this.#troubles.delete(where)) this.#say(`It is over: ${before ?? ''}`);
      return;
    }
    this.#troubles.set(where, sentence);
    if (sentence !== before) this.#say(sentence);
  }

  /** What is wrong at one place; null where nothing is. */
  at(where: string): string | null {
    return this.#troubles.get(where) ?? null;
  }

  all(): readonly string[] {
    return [...this.#troubles.values()];
  }
}
