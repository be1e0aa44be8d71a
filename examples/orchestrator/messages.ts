/** What agents send each other. */

/** main → desk */
export interface Question {
  readonly id: number;
  readonly text: string;
}

/** desk → retriever */
export interface Search {
  readonly id: number;
  readonly queries: readonly string[];
}

/** Where a passage stands. */
export interface Place {
  readonly file: string;
  readonly heading: string;
  /** The number of its first line in the document, from 1. */
  readonly line: number;
}

/** A passage as objects, which are copied on their way, or as bytes, which change hands. */
export type Body =
  | { readonly form: 'lines'; readonly lines: readonly { readonly number: number; readonly text: string }[] }
  | { readonly form: 'bytes'; readonly bytes: Uint8Array };

export interface Passage extends Place {
  readonly id: string;
  readonly body: Body;
}

/** retriever → analyst: some of a question's passages */
export interface Reading {
  readonly id: number;
  readonly terms: readonly string[];
  readonly passages: readonly Passage[];
  /** How many passages the question has in all. */
  readonly expected: number;
}

/** A sentence that speaks to the question. */
export interface Note extends Place {
  readonly quote: string;
  readonly score: number;
}

/** analyst → desk, or retriever → desk where nothing was found */
export interface Notes {
  readonly id: number;
  readonly terms: readonly string[];
  readonly notes: readonly Note[];
  /** How many passages these notes cover, of how many. */
  readonly covers: number;
  readonly expected: number;
  /** Why there are none; null where there may be some. */
  readonly failure: string | null;
}

/** desk → main */
export interface Answer {
  readonly id: number;
  readonly text: string;
  /** Why there is no answer; null where there is one. */
  readonly failure: string | null;
}

/** The text of a passage. */
export function textOf(body: Body): string {
  return body.form === 'bytes'
    ? Buffer.from(body.bytes.buffer, body.bytes.byteOffset, body.bytes.byteLength).toString('utf8')
    : body.lines.map((line) => line.text).join('\n');
}

/** A passage's body in the form that the switch asks for. */
export function bodyOf(bytes: Uint8Array, firstLine: number, asBytes: boolean): Body {
  if (asBytes) return { form: 'bytes', bytes: new Uint8Array(bytes) };
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  return { form: 'lines', lines: lines.map((text, place) => ({ number: firstLine + place, text })) };
}

/** The memory of passages that can change hands. */
export function transferable(passages: readonly Passage[]): ArrayBuffer[] {
  return passages.flatMap(({ body }) =>
    body.form === 'bytes' && body.bytes.buffer instanceof ArrayBuffer ? [body.bytes.buffer] : [],
  );
}
