import { Store } from '@hubscope/core/live';

/** A text that this browser keeps under a key, null until it is set; where storage is forbidden it lasts as long as the page. */
export class KeptText {
  #opened: Store<string | null> | null = null;

  constructor(private readonly key: string) {}

  readonly get = (): string | null => this.#store().get();

  readonly set = (text: string | null): void => {
    this.#store().set(text);
    try {
      if (text === null) window.localStorage.removeItem(this.key);
      else window.localStorage.setItem(this.key, text);
    } catch {
      // It is kept above.
    }
  };

  readonly subscribe = (listener: () => void): (() => void) => this.#store().subscribe(listener);

  #store(): Store<string | null> {
    this.#opened ??= new Store(this.#read());
    return this.#opened;
  }

  #read(): string | null {
    try {
      return window.localStorage.getItem(this.key);
    } catch {
      return null;
    }
  }
}
