import { createConnection, type Socket } from 'node:net';
import { upgrade } from '../harness/upgrade.js';
import { Heads } from './heads.js';

export type Form = 'plain' | 'live';

export interface Told {
  /** The first frame: the snapshot, or the plain form's. */
  first(): void;
  /** A second's frame. */
  tick(second: number): void;
  /** The upgrade was answered with something else. @param retryAfter `Retry-After`, s; null where there is none */
  refused(status: string, retryAfter: number | null): void;
  /** The connection has ended, or could not be had. */
  gone(): void;
}

/** What names a frame, and the second that it tells of. */
const marks: Readonly<
  Record<Form, { readonly protocol: string | null; readonly first: string; readonly tick: string }>
> = {
  live: { protocol: 'hubscope.v1', first: '{"type":"snapshot"', tick: '{"type":"tick"' },
  plain: { protocol: null, first: '{', tick: '{"current"' },
};

const secondsIn = { live: /"second":(\d+)/, plain: /"timestamp":(\d+)000[,}]/ } as const;

/** An empty pong, masked as a client's frames are (RFC 6455 section 5.5.3). */
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

/** Where all sockets read into, one after the other. */
const buffer = Buffer.alloc(65_536);

/** Connects a viewer on a bare socket: it shares the machine with the server, and what it costs delays what is measured. */
export function view(port: number, path: string, form: Form, told: Told): Socket {
  const { protocol, first, tick } = marks[form];
  let [shown, last] = [false, -1];
  const heads = new Heads(
    (head) => {
      if (!shown && head.startsWith(first)) {
        shown = true;
        told.first();
      }
      if (!head.startsWith(tick)) return;
      const second = Number(secondsIn[form].exec(head)?.[1] ?? last);
      // A frame that tells a second anew is none of its own.
      if (second === last) return;
      last = second;
      told.tick(second);
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
      const after = /^retry-after: (\d+)/im.exec(answer)?.[1];
      told.refused(answer.slice(0, answer.indexOf('\r\n')), after === undefined ? null : Number(after));
      return;
    }
    heads.read(Buffer.from(answer.slice(end + 4), 'latin1'));
    answer = null;
  };
  const socket = createConnection({
    port,
    // No name: thousands that are looked up at once come in another order than they were asked.
    host: '127.0.0.1',
    onread: {
      buffer,
      callback: (length) => {
        read(buffer.subarray(0, length));
        return true;
      },
    },
  });
  // Its end says all that there is to say.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    told.gone();
  });
  socket.write(upgrade(port, path, protocol));
  return socket;
}
