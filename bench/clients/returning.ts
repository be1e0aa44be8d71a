/*
 * Many viewers of the live form that come back at once: `returning.js PORT PATH COUNT`. Connects them, says `connected`, and `alone` when
 * the last of them was closed. At a line of standard input all ask at that moment; who is refused asks again when `Retry-After` says, who is
 * cut off after a second. Says `back {json}` when all have their snapshot: of each when it asked and when it had it, ms of the
 * machine's monotonic clock, and how often it was refused and cut off.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { view } from './bare-viewer.js';

const [, , port = '', path = '/ws', count = '1'] = process.argv;
const cutOffMs = 1000;

export interface Return {
  readonly asked: number;
  readonly live: number;
  readonly refused: number;
  readonly cutOff: number;
}

let open = 0;

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

type Answer = 'live' | 'cut off' | { readonly retryAfter: number };

function ask(): Promise<Answer> {
  return new Promise((resolve) => {
    let live = false;
    view(Number(port), path, 'live', {
      first: () => {
        live = true;
        open += 1;
        resolve('live');
      },
      tick: () => undefined,
      refused: (_status, retryAfter) => {
        resolve({ retryAfter: retryAfter ?? 1 });
      },
      gone: () => {
        resolve('cut off');
        if (!live) return;
        open -= 1;
        if (open === 0) process.stdout.write('alone\n');
      },
    });
  });
}

async function come(): Promise<Return> {
  const asked = now();
  const counts = { refused: 0, cutOff: 0 };
  for (;;) {
    const answer = await ask();
    if (answer === 'live') return { asked, live: now(), ...counts };
    if (answer === 'cut off') {
      counts.cutOff += 1;
      await pause(cutOffMs);
    } else {
      counts.refused += 1;
      await pause(answer.retryAfter * 1000);
    }
  }
}

const lines = createInterface({ input: process.stdin });
/** So many connect at once, the first time. */
const atOnce = 50;
for (let at = 0; at < Number(count); at += atOnce) {
  await Promise.all(Array.from({ length: Math.min(atOnce, Number(count) - at) }, come));
}
process.stdout.write('connected\n');
await once(lines, 'line');
const back = await Promise.all(Array.from({ length: Number(count) }, come));
process.stdout.write(`back ${JSON.stringify(back)}\n`);
lines.once('close', () => process.exit(0));
