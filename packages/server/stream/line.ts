import type { Pace } from './ports.js';

/** What many want at once: done for one after the other, in the order in which they came, and as fast as the pace lets it. */
export class Line<T> {
  readonly #pace: Pace;
  readonly #serve: (item: T) => void;
  readonly #waiting = new Set<{ readonly item: T }>();
  #moving = false;

  constructor(pace: Pace, serve: (item: T) => void) {
    this.#pace = pace;
    this.#serve = serve;
  }

  /** How many wait. */
  get length(): number {
    return this.#waiting.size;
  }

  join(item: T): void {
    this.#waiting.add({ item });
    if (this.#moving) return;
    this.#moving = true;
    this.#pace(this.#move());
  }

  *#move(): Generator<undefined, void, undefined> {
    try {
      for (const place of this.#waiting) {
        this.#waiting.delete(place);
        this.#serve(place.item);
        yield;
      }
    } finally {
      this.#moving = false;
    }
  }
}
