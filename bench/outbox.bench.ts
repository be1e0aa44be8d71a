/** Kill -9 between written and sent: what is lost, what is told under two keys: `--kills N` (500), `--seed N` (1). */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { eventually, pause } from './harness/eventually.js';
import { oneFile } from './harness/one-file.js';
import { quantile, report } from './harness/report.js';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '500' }, seed: { type: 'string', default: '1' } },
});
/** The program as one file: most of a life that ends as soon as it has said something is the start, and that is mostly finding modules. */
const program = fileURLToPath(new URL('outbox/teller.bundle.js', import.meta.url));
await oneFile(fileURLToPath(new URL('outbox/teller.js', import.meta.url)), program);
/** Where in the way of a message the process ends, in turn. */
const moments = ['written', 'some time after', 'asked', 'answered'] as const;
type Moment = (typeof moments)[number];
/** How far the moment that is left to chance may lie after the first event is on disk, ms. */
const chanceMs = 120;

let state = Number(values.seed);
/** A number in [0, 1) that looks random and is the same in every run (Park and Miller). */
function random(): number {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
}

/** Events that the process said are on disk. */
const written = new Set<string>();
/** By event, the keys under which the receiver heard of it, a key as often as it came. */
const heard = new Map<string, string[]>();
/** Messages that were answered, so that the process may know that they arrived. */
const answered = new Set<string>();
let messages = 0;
let onRequest: (answer: () => void) => void = (answer) => {
  answer();
};

interface Told {
  readonly id: string;
  readonly events: readonly { readonly id: string }[];
}

function taken(body: string, response: ServerResponse): void {
  const { id: key, events } = JSON.parse(body) as Told;
  messages += 1;
  for (const { id } of events) heard.set(id, [...(heard.get(id) ?? []), key]);
  onRequest(() => {
    response.end('ok', () => {
      for (const { id } of events) answered.add(id);
    });
  });
}

const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    taken(Buffer.concat(chunks).toString('utf8'), response);
  });
});
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
const address = receiver.address();
const url = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}/`;
const folder = mkdtempSync(join(tmpdir(), 'hubscope-outbox-'));

function start(life: number, said: (child: ChildProcess) => void = () => undefined): ChildProcess {
  const child = spawn(process.execPath, [program, join(folder, 'data'), url, String(life)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('written ')) return;
    for (const id of JSON.parse(line.slice('written '.length)) as string[]) written.add(id);
    said(child);
  });
  return child;
}

/** Lets one process live until its moment; answers how many events were written and not known to have arrived. */
async function live(life: number, moment: Moment): Promise<number> {
  const afterMs = random() * chanceMs;
  const child = start(life, () => {
    if (moment === 'written') kill();
    else if (moment === 'some time after') setTimeout(kill, afterMs);
  });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  const gone = new Promise((resolve) => child.once('close', resolve));
  onRequest = (answer) => {
    if (moment === 'asked') kill();
    else answer();
    if (moment === 'answered') setImmediate(kill);
  };
  await gone;
  return [...written].filter((id) => !answered.has(id)).length;
}

const kills = Number(values.kills);
const unsent: number[] = [];
const took: number[] = [];
for (let life = 1; life <= kills; life += 1) {
  const began = performance.now();
  unsent.push(await live(life, moments[life % moments.length] ?? 'written'));
  took.push(performance.now() - began);
}
onRequest = (answer) => {
  answer();
};
const last = start(0);
const code = await new Promise<number | null>((resolve) => last.once('close', resolve));
await eventually({ what: 'the last answer is out', withinMs: 5000 }, async () => {
  await pause(0);
  return [...heard.keys()].every((id) => answered.has(id)) ? true : null;
}).catch(() => null);
receiver.closeAllConnections();
receiver.close();
rmSync(folder, { recursive: true, force: true });
if (code !== 0) throw new Error(`the last process ended with ${String(code)}`);

const lost = [...written].filter((id) => !heard.has(id)).length;
const twoKeys = [...heard.values()].filter((keys) => new Set(keys).size > 1).length;
const copies = [...heard.values()].filter((keys) => keys.length > 1).length;
report('outbox', [
  { name: 'kills', title: 'kill -9', value: kills, unit: '' },
  {
    name: 'kills_between',
    title: 'of them while events were written and not known to be sent',
    value: unsent.filter((count) => count > 0).length,
    unit: '',
  },
  { name: 'written', title: 'events on disk', value: written.size, unit: '' },
  { name: 'heard', title: 'events that the receiver heard of', value: heard.size, unit: '' },
  { name: 'messages', title: 'messages that it got', value: messages, unit: '' },
  {
    name: 'copies',
    title: 'events that it heard of more than once, under one key',
    value: copies - twoKeys,
    unit: '',
  },
  { name: 'lost', title: 'events that were lost', value: lost, unit: '', under: 1 },
  { name: 'two_keys', title: 'events told under two keys', value: twoKeys, unit: '', under: 1 },
  {
    name: 'life_median_ms',
    title: 'from a start to its kill, median',
    value: quantile(took, 0.5),
    unit: 'ms',
  },
]);
