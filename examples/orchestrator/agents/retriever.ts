import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '@opentelemetry/api';
import MiniSearch from 'minisearch';
import { readShelf, type Section } from '../corpus.js';
import { errorType, tool, within } from '../mail.js';
import { bodyOf, type Passage } from '../messages.js';
import { parseQuery } from '../query.js';

/** Passages that a question is answered from. */
const passagesPerQuestion = 3;

/** What a search found, and what it could not. */
export interface Found {
  readonly terms: readonly string[];
  readonly passages: readonly Passage[];
  /** Why nothing was found; null where something was. */
  readonly failure: string | null;
}

/** Finds passages: an index of the whole shelf in memory, the passages themselves on disk. */
export class Retriever {
  readonly #shelf: string;
  readonly #sections = new Map<string, Section>();
  readonly #index = new MiniSearch<{ id: string; heading: string; text: string }>({
    fields: ['heading', 'text'],
  });

  constructor(shelf: string) {
    this.#shelf = shelf;
    for (const { section, text } of readShelf(shelf)) {
      this.#sections.set(section.id, section);
      this.#index.add({ id: section.id, heading: section.heading, text });
    }
  }

  /** Looks for each query and reads the best passages. A query or a passage that fails leaves the others alone. */
  async find(queries: readonly string[], asBytes: boolean, parent: Context): Promise<Found> {
    const terms = new Set<string>();
    const hits = new Map<string, number>();
    let failure = 'NothingFound';
    for (const query of queries) {
      try {
        await within('execute_tool search_index', tool('search_index'), parent, () => {
          const parsed = parseQuery(query);
          for (const term of parsed.terms) terms.add(term);
          for (const { id, score } of this.#index
            .search(parsed.terms.join(' '), { boost: { heading: 3 } })
            .slice(0, 8)) {
            hits.set(String(id), Math.max(hits.get(String(id)) ?? 0, score));
          }
        });
      } catch (error) {
        failure = errorType(error);
      }
    }
    const best = [...hits].sort(([, a], [, b]) => b - a).slice(0, passagesPerQuestion);
    const passages: Passage[] = [];
    for (const [place, [id]] of best.entries()) {
      try {
        const read = () => this.#read(id, asBytes);
        passages.push(await within('execute_tool read_passage', tool('read_passage'), parent, read));
      } catch (error) {
        failure = errorType(error);
        // What the best source says can't be made up from lesser ones.
        if (place === 0) break;
      }
    }
    return { terms: [...terms], passages, failure: passages.length === 0 ? failure : null };
  }

  /** @throws where the document has gone from the shelf */
  async #read(id: string, asBytes: boolean): Promise<Passage> {
    const section = this.#sections.get(id);
    if (section === undefined) throw new Error(`no section ${id}`);
    const { file, heading, start, end } = section;
    const handle = await open(join(this.#shelf, file));
    try {
      const bytes = new Uint8Array(end);
      await handle.read(bytes, 0, end, 0);
      let line = 1;
      for (let at = 0; at < start; at += 1) if (bytes[at] === 10) line += 1;
      return { id, file, heading, line, body: bodyOf(bytes.subarray(start), line, asBytes) };
    } finally {
      await handle.close();
    }
  }
}
