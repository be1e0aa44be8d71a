import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Lru } from '../lru.js';
import type { Note } from '../messages.js';

/** Documents kept at hand. */
const documentsAtHand = 60;

const plain = (text: string): string => text.replace(/\s+/g, ' ');

/** Checks that each quote stands in the document that is cited for it, word for word. */
export class Reviewer {
  readonly #documents = new Lru<string>(documentsAtHand);

  constructor(private readonly shelf: string) {}

  /** The citations that do not hold. */
  async rejected(cited: readonly Note[]): Promise<Note[]> {
    const failed: Note[] = [];
    for (const note of cited) {
      const document = await this.#document(note.file);
      if (document?.includes(plain(note.quote)) !== true) failed.push(note);
    }
    return failed;
  }

  /** A document as one line; null where it has gone from the shelf. */
  async #document(file: string): Promise<string | null> {
    const known = this.#documents.get(file);
    if (known !== undefined) return known;
    try {
      const document = plain(await readFile(join(this.shelf, file), 'utf8'));
      this.#documents.set(file, document);
      return document;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }
}
