import { bytesOf, Interned } from '../interned.js';
import { maxValueLength } from './messages.js';

/** Replaces what looks like a secret or an address of a person in text that is kept. */
export type Redact = (text: string) => string;

/** Texts that come again and again, each kept as one string; redacted once, when it is new. */
export class Texts {
  readonly #table = new Interned<string>({ entries: 8192, bytes: 1024 * 1024 });
  readonly #redacted = new Map<string, string>();

  constructor(private readonly redact: Redact = (text) => text) {}

  /** The text of some bytes. Broken UTF-8 becomes U+FFFD; a value of a megabyte is cut before it becomes a string. */
  readonly read = (words: DataView, from: number, to: number): string =>
    from === to ? '' : this.#table.of(words, from, to, this.#make);

  /** The same for what is text already. */
  of(text: string): string {
    const known = this.#redacted.get(text);
    if (known !== undefined) return known;
    const made = this.redact(text);
    if (this.#redacted.size >= 8192) this.#redacted.clear();
    this.#redacted.set(text, made);
    return made;
  }

  readonly #make = (words: DataView, from: number, to: number): string =>
    this.redact(bytesOf(words, from, Math.min(to, from + maxValueLength)).toString('utf8'));
}
