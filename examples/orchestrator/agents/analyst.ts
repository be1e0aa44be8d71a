import model from 'wink-eng-lite-web-model';
import winkNLP, { type ItemSentence, type ItemToken, type ItsFunction } from 'wink-nlp';
import { Lru } from '../lru.js';
import { textOf, type Note, type Passage, type Place } from '../messages.js';

/** Sentences kept of a passage. */
const notesPerPassage = 3;
const cachedPassages = 3000;
/** A sentence is quoted only if it can be read at a glance. */
const [shortest, longest] = [25, 360];

interface Sentence {
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

export interface Analysis {
  readonly sentences: readonly Sentence[];
  /** Tokens that the model read. */
  readonly tokensIn: number;
  /** Of these, the words that it found to carry meaning. */
  readonly tokensOut: number;
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

interface Helpers {
  readonly type: ItsFunction<string>;
  readonly stopWordFlag: ItsFunction<boolean>;
  readonly normal: ItsFunction<string>;
  readonly lemma: ItsFunction<string>;
}

/** Reads passages with a language model: sentences, and the words that carry meaning in them. */
export class Analyst {
  readonly #nlp = winkNLP(model, ['sbd', 'pos', 'ner', 'cer']);
  readonly #cache = new Lru<Analysis>(cachedPassages);

  /** What was read of a passage before; undefined where the model has to read it. */
  recall(passage: Passage): Analysis | undefined {
    return this.#cache.get(passage.id);
  }

  remember(passage: Passage, analysis: Analysis): void {
    this.#cache.set(passage.id, analysis);
  }

  /** Gives back what is remembered. */
  forget(): void {
    this.#cache.clear();
  }

  /** Has the model read a passage. */
  read(passage: Passage): Analysis {
    // An edge: wink's helpers are plain functions, its types call them methods.
    const its = this.#nlp.its as unknown as Helpers;
    const document = this.#nlp.readDoc(textOf(passage.body));
    const sentences: Sentence[] = [];
    let tokensOut = 0;
    document.sentences().each((sentence: ItemSentence) => {
      const words = new Set<string>();
      sentence.tokens().each((token: ItemToken) => {
        if (token.out(its.type) !== 'word' || token.out(its.stopWordFlag)) return;
        tokensOut += 1;
        words.add(token.out(its.normal));
        words.add(token.out(its.lemma));
      });
      for (const text of quotable(sentence.out())) sentences.push({ text, words });
    });
    return { sentences, tokensIn: document.tokens().length(), tokensOut };
  }
}

/** The sentences of a passage that speak to the terms, best first. */
export function notesOf(
  { file, heading, line }: Place,
  { sentences }: Analysis,
  terms: readonly string[],
): Note[] {
  return sentences
    .map(({ text, words }, place) => ({
      file,
      heading,
      line,
      quote: text,
      score: scoreOf(terms, words, place),
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, notesPerPassage);
}
