import { SpanKind, type Context } from '@opentelemetry/api';
import { Analyst, notesOf, type Analysis } from '../agents/analyst.js';
import { LoadBoard } from '../load-board.js';
import { agent, receiver, send, within } from '../mail.js';
import type { Note, Notes, Passage, Reading } from '../messages.js';
import { Switches } from '../switches.js';
import { portOf, ready, startThread } from './start.js';

const data = startThread();
const switches = new Switches(data.switches);
const board = new LoadBoard(data.board);
const retriever = portOf(data, 'retriever');
const desk = portOf(data, 'desk');
const analyst = new Analyst();

const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'wink-eng-lite' };

/** What a passage says: remembered, or read by the model, which is then a call of it. */
async function analysed(passage: Passage, parent: Context): Promise<Analysis> {
  if (!switches.on('cache')) analyst.forget();
  const known = analyst.recall(passage);
  if (known !== undefined) return known;
  return within(
    'chat wink-eng-lite',
    chat,
    parent,
    (span) => {
      const analysis = analyst.read(passage);
      span.setAttribute('gen_ai.usage.input_tokens', analysis.tokensIn);
      span.setAttribute('gen_ai.usage.output_tokens', analysis.tokensOut);
      if (switches.on('cache')) analyst.remember(passage, analysis);
      return analysis;
    },
    SpanKind.CLIENT,
  );
}

const handle = receiver<Reading>('analyst', async ({ id, terms, passages, expected }, inbox) => {
  await within('invoke_agent analyst', agent('analyst'), inbox, async (_, inside) => {
    const notes: Note[] = [];
    for (const passage of passages) notes.push(...notesOf(passage, await analysed(passage, inside), terms));
    board.done(data.number, passages.length);
    const said: Notes = { id, terms, notes, covers: passages.length, expected, failure: null };
    send(desk, 'desk', said, inside);
  });
});

retriever.on('message', (envelope) => void handle(envelope as Parameters<typeof handle>[0]));
ready();
