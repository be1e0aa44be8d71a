/*
 * Many viewers of the live form in one process: `viewers.js PORT PATH COUNT`. Says `connected` when all have their snapshot; when its
 * standard input closes it writes what each of them saw, a line a viewer: [[second, arrival], …], arrivals in ms of the machine's
 * monotonic clock.
 *
 * They speak WebSocket on bare sockets: they share the machine with the server, and what they cost delays what is measured.
 */
import { createConnection } from 'node:net';
import { upgrade } from '../harness/upgrade.js';
import { Heads } from './heads.js';

const [, , port = '', path = '/ws', count = '1'] = process.argv;
const protocol = 'hubscope.v1';

type Seen = [second: number, arrival: number][];

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** An empty pong, masked as a client's frames are (RFC 6455 section 5.5.3). */
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

/** Where all sockets read into, one after the other. */
const buffer = Buffer.alloc(65_536);

/** Connects; resolves with what it sees, to which it goes on adding, once its snapshot has come. */
function view(): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const seen: Seen = [];
    const heads = new Heads(
      (head) => {
        const arrival = now();
        if (head.startsWith('{"type":"snapshot"')) resolve(seen);
        if (!head.startsWith('{"type":"tick"')) return;
        const second = /"second":(\d+)/.exec(head)?.[1];
        if (second !== undefined) seen.push([Number(second), arrival]);
      },
      () => socket.write(pong),
    );
    /** The answer to the upgrade, as far as it has come; null once it is read. */
    let answer: string | null = '';
    const read = (chunk: Buffer): void => {
      if (answer === null) {
        heads.read(chunk);
        return;
      }
      answer += chunk.toString('latin1');
      const end = answer.indexOf('\r\n\r\n');
      if (end < 0) return;
      if (!answer.startsWith('HTTP/1.1 101')) {
        reject(new Error(answer.slice(0, end)));
        return;
      }
      heads.read(Buffer.from(answer.slice(end + 4), 'latin1'));
      answer = null;
    };
    const socket = createConnection({
      port: Number(port),
      host: 'localhost',
      onread: {
        buffer,
        callback: (length) => {
          read(buffer.subarray(0, length));
          return true;
        },
      },
    });
    socket.on('error', reject);
    socket.on('close', () => {
      throw new Error('a viewer was closed');
    });
    socket.write(upgrade(Number(port), path, protocol));
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
