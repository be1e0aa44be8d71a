import type OpenAI from 'openai';
import type { Note } from '../messages.js';

const citations = 4;

/** An answer and the notes that it cites. */
export interface Draft {
  readonly text: string;
  readonly cited: readonly Note[];
}

/** Composes an extract: the best notes, each with where it stands. */
export function compose(question: string, notes: readonly Note[]): Draft {
  const cited = [...notes].sort((a, b) => b.score - a.score).slice(0, citations);
  const lines = cited.map(
    (note, place) => `> ${note.quote}\n— [${String(place + 1)}] ${note.file}, "${note.heading}"`,
  );
  return { text: [question, ...lines].join('\n\n'), cited };
}

/** What a model made of a draft. */
export interface Polished {
  readonly text: string;
  readonly model: string;
  readonly tokensIn: number;
  readonly tokensOut: number;
}

/** Has a model turn an extract into prose. @throws what the client throws where the model can't be reached */
export async function polish(client: OpenAI, model: string, draft: Draft): Promise<Polished> {
  const answer = await client.chat.completions.create({
    model,
    messages: [
      { role: 'system', content: 'Answer from these extracts alone, and keep their citations.' },
      { role: 'user', content: draft.text },
    ],
  });
  return {
    text: answer.choices[0]?.message.content ?? '',
    model: answer.model,
    tokensIn: answer.usage?.prompt_tokens ?? 0,
    tokensOut: answer.usage?.completion_tokens ?? 0,
  };
}
