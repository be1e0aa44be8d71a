import { SpanKind, type Context } from '@opentelemetry/api';
import { plan } from '../agents/planner.js';
import { Reviewer } from '../agents/reviewer.js';
import { compose, polish, type Draft } from '../agents/writer.js';
import { agent, errorType, receiver, send, within } from '../mail.js';
import type { Answer, Note, Notes, Question, Search } from '../messages.js';
import { portOf, ready, startThread } from './start.js';

const data = startThread();
const main = portOf(data, 'main');
const retriever = portOf(data, 'retriever');
const reviewer = new Reviewer(data.shelf);
const model = process.env['OPENAI_MODEL'] ?? 'gpt-4o-mini';
/** How long a model may take for one answer. */
const modelTimeoutMs = 20_000;
// Loaded only where a model is to be called.
const client =
  process.env['OPENAI_BASE_URL'] === undefined
    ? null
    : new (await import('openai')).default({
        // A model served nearby wants no key, the client does.
        apiKey: process.env['OPENAI_API_KEY'] ?? 'none',
        timeout: modelTimeoutMs,
        maxRetries: 1,
      });

/** Notes of a question that are still coming in. */
interface Open {
  readonly text: string;
  readonly notes: Note[];
  covered: number;
}

const open = new Map<number, Open>();

async function write(question: string, notes: readonly Note[], parent: Context): Promise<Draft> {
  return within('invoke_agent writer', agent('writer'), parent, async (_, inside) => {
    const draft = compose(question, notes);
    if (client === null || draft.cited.length === 0) return draft;
    const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': model };
    const text = await within(
      `chat ${model}`,
      chat,
      inside,
      async (span) => {
        const polished = await polish(client, model, draft);
        span.setAttribute('gen_ai.response.model', polished.model);
        span.setAttribute('gen_ai.usage.input_tokens', polished.tokensIn);
        span.setAttribute('gen_ai.usage.output_tokens', polished.tokensOut);
        return polished.text;
      },
      SpanKind.CLIENT,
    );
    return { ...draft, text };
  });
}

function review({ cited }: Draft, parent: Context): Promise<Note[]> {
  return within('invoke_agent reviewer', agent('reviewer'), parent, () => reviewer.rejected(cited));
}

/** Writes, has it reviewed, and writes once more without the citations that do not hold. */
async function answer(id: number, { text, notes }: Open, parent: Context): Promise<Answer> {
  if (notes.length === 0) return { id, text: '', failure: 'NothingToSay' };
  const first = await write(text, notes, parent);
  const rejected = await review(first, parent);
  if (rejected.length === 0) return { id, text: first.text, failure: null };
  const second = await write(
    text,
    notes.filter((note) => !rejected.includes(note)),
    parent,
  );
  const again = await review(second, parent);
  const holds = again.length === 0 && second.cited.length > 0;
  return { id, text: second.text, failure: holds ? null : 'ReviewRejected' };
}

const asked = receiver<Question>('desk', async ({ id, text }, inbox) => {
  open.set(id, { text, notes: [], covered: 0 });
  await within('invoke_agent planner', agent('planner'), inbox, (_, inside) => {
    const search: Search = { id, queries: plan(text) };
    send(retriever, 'retriever', search, inside);
  });
});

const told = receiver<Notes>('desk', async ({ id, notes, covers, expected, failure }, inbox) => {
  const question = open.get(id);
  if (question === undefined) return;
  question.notes.push(...notes);
  question.covered += covers;
  if (question.covered < expected) return;
  open.delete(id);
  const failed = (type: string): Answer => ({ id, text: '', failure: type });
  const said =
    failure === null
      ? await answer(id, question, inbox).catch((error: unknown) => failed(errorType(error)))
      : failed(failure);
  main.postMessage(said);
});

main.on('message', (envelope) => void asked(envelope as Parameters<typeof asked>[0]));
for (const name of Object.keys(data.ports)) {
  if (name === 'main') continue;
  portOf(data, name).on('message', (envelope) => void told(envelope as Parameters<typeof told>[0]));
}
ready();
