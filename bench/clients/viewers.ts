/*
 * Many viewers of the live form in one process: `viewers.js URL COUNT`. Says `connected` when all have their snapshot; when its
 * standard input closes it writes what each of them saw, a line a viewer: [[second, arrival], …], arrivals in ms of the machine's
 * monotonic clock.
 */
import { WebSocket } from 'ws';

const [, , url = '', count = '1'] = process.argv;
const protocol = 'hubscope.v1';

type Seen = [second: number, arrival: number][];

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Connects; resolves with what it sees, to which it goes on adding, once its snapshot has come. */
function view(): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const seen: Seen = [];
    const socket = new WebSocket(url, protocol, { perMessageDeflate: false, skipUTF8Validation: true });
    socket.on('error', reject);
    socket.on('message', (data: Buffer) => {
      const arrival = now();
      const head = data.toString('latin1', 0, 80);
      if (head.startsWith('{"type":"snapshot"')) resolve(seen);
      if (!head.startsWith('{"type":"tick"')) return;
      const second = /"second":(\d+)/.exec(head)?.[1];
      if (second !== undefined) seen.push([Number(second), arrival]);
    });
    socket.on('close', () => {
      reject(new Error('a viewer was closed'));
    });
  });
}

const all: Seen[] = [];
/** So many connect at once. */
const atOnce = 50;
while (all.length < Number(count)) {
  const some = Math.min(atOnce, Number(count) - all.length);
  all.push(...(await Promise.all(Array.from({ length: some }, view))));
}
process.stdout.write('connected\n');
process.stdin.resume().on('end', () => {
  process.stdout.write(`${all.map((seen) => JSON.stringify(seen)).join('\n')}\n`, () => process.exit(0));
});
