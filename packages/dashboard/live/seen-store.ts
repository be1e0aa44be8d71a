import type { Store } from '@hubscope/core/live';

/** A store as a page shows it: while the page is hidden it stands still, and when it is seen again it is the newest at once. */
export class SeenStore<T> {
  readonly #source: Store<T>;
  #shown: T;
  #listeners = 0;

  constructor(source: Store<T>) {
    this.#source = source;
    this.#shown = source.get();
  }

  readonly get = (): T => {
    // The first rendering of a page that opens in the background still shows what is known.
    if (this.#listeners === 0 || !document.hidden) this.#shown = this.#source.get();
    return this.#shown;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    const look = (): void => {
      if (!document.hidden) listener();
    };
    this.#listeners += 1;
    const unsubscribe = this.#source.subscribe(look);
    document.addEventListener('visibilitychange', look);
    return () => {
      this.#listeners -= 1;
      unsubscribe();
      document.removeEventListener('visibilitychange', look);
    };
  };
}
