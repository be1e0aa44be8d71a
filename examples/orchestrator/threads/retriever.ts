import { Retriever } from '../agents/retriever.js';
import { LoadBoard } from '../load-board.js';
import { agent, receiver, send, within } from '../mail.js';
import { transferable, type Notes, type Passage, type Reading, type Search } from '../messages.js';
import { Switches } from '../switches.js';
import { portOf, ready, startThread } from './start.js';
import type { Context } from '@opentelemetry/api';

const data = startThread();
const switches = new Switches(data.switches);
const board = new LoadBoard(data.board);
const desk = portOf(data, 'desk');
const analysts = Object.keys(data.ports)
  .filter((name) => name.startsWith('analyst'))
  .sort()
  .map((name) => portOf(data, name));
const retriever = new Retriever(data.shelf);

/** Gives passages to an analyst: the idlest, or the one that the question's topic belongs to. */
function give(reading: Reading, topic: string, parent: Context): void {
  const worker = switches.on('balancing') ? board.idlest() : board.ownerOf(topic);
  const port = analysts[worker];
  if (port === undefined) throw new Error(`there is no analyst ${String(worker)}`);
  board.given(worker, reading.passages.length);
  send(port, 'analyst', reading, parent, switches.on('transfer') ? transferable(reading.passages) : []);
}

/** Passages of one question go to the analyst together, or one by one. */
function parcels(passages: readonly Passage[]): Passage[][] {
  return switches.on('batching') ? [[...passages]] : passages.map((passage) => [passage]);
}

const handle = receiver<Search>('retriever', async ({ id, queries }, inbox) => {
  await within('invoke_agent retriever', agent('retriever'), inbox, async (_, inside) => {
    const { terms, passages, failure } = await retriever.find(queries, switches.on('transfer'), inside);
    const expected = passages.length;
    if (expected === 0) {
      const notes: Notes = { id, terms, notes: [], covers: 0, expected, failure };
      send(desk, 'desk', notes, inside);
      return;
    }
    for (const parcel of parcels(passages))
      give({ id, terms, passages: parcel, expected }, queries[0] ?? '', inside);
  });
});

desk.on('message', (envelope) => void handle(envelope as Parameters<typeof handle>[0]));
ready();
