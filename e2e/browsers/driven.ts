/** A browser of any make, as far as the tests of all of them need one. */
export interface Driven {
  readonly open: (url: string) => Promise<void>;
  /** What a JavaScript expression is on the page; it goes through JSON. */
  readonly evaluate: (expression: string) => Promise<unknown>;
  /** Presses with the browser's own pointer on what a selector finds first. */
  readonly press: (selector: string) => Promise<void>;
  readonly close: () => Promise<void>;
}
