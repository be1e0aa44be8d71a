import { SpanKind, type Context } from '@opentelemetry/api';
import { Analyst } from '../agents/analyst.js';
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

function read(passage: Passage, terms: readonly string[], parent: Context): Promise<Note[]> {
  return within(
    'chat wink-eng-lite',
    chat,
    parent,
    (span) => {
      const { notes, tokensIn, tokensOut } = analyst.read(passage, terms, switches.on('cache'));
      span.setAttribute('gen_ai.usage.input_tokens', tokensIn);
      span.setAttribute('gen_ai.usage.output_tokens', tokensOut);
      return notes;
    },
    SpanKind.CLIENT,
  );
}

const handle = receiver<Reading>('analyst', async ({ id, terms, passages, expected }, inbox) => {
  await within('invoke_agent analyst', agent('analyst'), inbox, async (_, inside) => {
    const notes: Note[] = [];
    for (const passage of passages) notes.push(...(await read(passage, terms, inside)));
    board.done(data.number, passages.length);
    const said: Notes = { id, terms, notes, covers: passages.length, expected, failure: null };
    send(desk, 'desk', said, inside);
  });
});

retriever.on('message', (envelope) => void handle(envelope as Parameters<typeof handle>[0]));
ready();
