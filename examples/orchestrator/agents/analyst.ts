import model from 'wink-eng-lite-web-model';
import winkNLP, { type ItemSentence, type ItemToken, type ItsFunction } from 'wink-nlp';
import { Lru } from '../lru.js';
import { textOf, type Note, type Passage } from '../messages.js';

/** Sentences kept of a passage. */
const notesPerPassage = 3;
const cachedPassages = 3000;
/** A sentence is quoted only if it can be read at a glance. */
const [shortest, longest] = [25, 360];

interface Sentence {
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

interface Analysis {
  readonly sentences: readonly Sentence[];
  readonly tokens: number;
}

/** A sentence as it can be quoted: itself, or, where it is a table or a listing without an end, its lines. */
function quotable(sentence: string): string[] {
  const pieces = sentence.length <= longest ? [sentence] : sentence.split('\n');
  return pieces
    .map((piece) => piece.trim())
    .filter((piece) => piece.length >= shortest && piece.length <= longest);
}

/** How well a sentence speaks to the terms; a passage found by its heading speaks by its first sentences too. */
function scoreOf(terms: readonly string[], words: ReadonlySet<string>, place: number): number {
  const hits = terms.reduce((count, term) => count + (words.has(term) ? 1 : 0), 0);
  return hits / Math.sqrt(words.size + 4) + 0.01 / (place + 1);
}

/** Reads passages with a language model: sentences, and the words that carry meaning in them. */
export class Analyst {
  readonly #nlp = winkNLP(model, ['sbd', 'pos', 'ner', 'cer']);
  readonly #cache = new Lru<Analysis>(cachedPassages);

  /**
   * The sentences of a passage that speak to the terms, best first.
   * @returns tokens that the model read (0 where the passage was known) and wrote
   */
  read(
    passage: Passage,
    terms: readonly string[],
    cached: boolean,
  ): { notes: Note[]; tokensIn: number; tokensOut: number } {
    const known = cached ? this.#cache.get(passage.id) : undefined;
    const analysis = known ?? this.#analyse(textOf(passage.body));
    if (cached && known === undefined) this.#cache.set(passage.id, analysis);
    const { file, heading, line } = passage;
    const notes = analysis.sentences
      .map(({ text, words }, place) => ({
        file,
        heading,
        line,
        quote: text,
        score: scoreOf(terms, words, place),
      }))
      .sort((a, b) => b.score - a.score)
      .slice(0, notesPerPassage);
    const tokensOut = notes.reduce((sum, note) => sum + note.quote.split(' ').length, 0);
    return { notes, tokensIn: known === undefined ? analysis.tokens : 0, tokensOut };
  }

  #analyse(text: string): Analysis {
    // The library's helpers are plain functions, though its types call them methods.
    const its = this.#nlp.its as unknown as Readonly<Record<string, ItsFunction<unknown>>>;
    const told = (token: ItemToken, what: string): unknown => {
      const helper = its[what];
      return helper === undefined ? null : token.out(helper);
    };
    const document = this.#nlp.readDoc(text);
    const sentences: Sentence[] = [];
    document.sentences().each((sentence: ItemSentence) => {
      const words = new Set<string>();
      sentence.tokens().each((token: ItemToken) => {
        if (told(token, 'type') !== 'word' || told(token, 'stopWordFlag') === true) return;
        for (const form of ['normal', 'lemma']) words.add(String(told(token, form)));
      });
      for (const text of quotable(sentence.out())) sentences.push({ text, words });
    });
    return { sentences, tokens: document.tokens().length() };
  }
}
