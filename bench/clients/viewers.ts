/*
 * Many viewers in one process: `viewers.js PORT PATH COUNT FORM`. Says `connected` when all have their first frame; when its
 * standard input closes it writes what each of them saw, a line a viewer: [[second, arrival], …], arrivals in ms of the machine's
 * monotonic clock.
 */
import { view, type Form } from './bare-viewer.js';

const [, , port = '', path = '/ws', count = '1', form = 'live'] = process.argv;

type Seen = [second: number, arrival: number][];

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Connects; resolves with what it sees, to which it goes on adding, once its first frame has come. */
function connected(): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const seen: Seen = [];
    view(Number(port), path, form as Form, {
      first: () => {
        resolve(seen);
      },
      tick: (second) => seen.push([second, now()]),
      refused: (status) => {
        reject(new Error(status));
      },
      gone: () => {
        throw new Error('a viewer was closed');
      },
    });
  });
}

const all: Seen[] = [];
/** So many connect at once. */
const atOnce = 50;
while (all.length < Number(count)) {
  const some = Math.min(atOnce, Number(count) - all.length);
  all.push(...(await Promise.all(Array.from({ length: some }, connected))));
}
process.stdout.write('connected\n');
process.stdin.resume().on('end', () => {
  for (const seen of all) process.stdout.write(`${JSON.stringify(seen)}\n`);
  process.stdout.write('', () => process.exit(0));
});
