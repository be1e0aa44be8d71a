import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';

let server: Served | null = null;
afterAll(async () => {
  await server?.process.stop();
});

/** A request that stands in the middle of its body, and what comes back until the connection ends. */
class Half {
  heard = '';
  readonly closed: Promise<unknown>;
  readonly #socket: Socket;
  readonly #rest: string;

  constructor(port: number, path: string, body: string) {
    const middle = Math.floor(body.length / 2);
    this.#rest = body.slice(middle);
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setEncoding('utf8').on('data', (text: string) => (this.heard += text));
    this.closed = once(this.#socket, 'close');
    const head = [
      `POST ${path} HTTP/1.1`,
      'host: localhost',
      'content-type: application/json',
      `content-length: ${String(body.length)}`,
      // The server says that it waits for the body: it has the request.
      'expect: 100-continue',
    ];
    this.#socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, middle)}`);
  }

  async begun(): Promise<void> {
    while (!this.heard.includes('100 Continue')) await once(this.#socket, 'data');
  }

  finish(): void {
    this.#socket.write(this.#rest);
  }
}

/** True where nobody listens; null where somebody does. */
function refused(port: number): Promise<true | null> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(null);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ECONNREFUSED' ? true : null);
    });
  });
}

/** A call of gRPC that stands in the middle of its (empty) message. */
async function halfCall(port: number): Promise<{ finish: () => Promise<string> }> {
  const session = connectHttp2(`http://127.0.0.1:${String(port)}`);
  await once(session, 'connect');
  const stream = session.request({
    ':method': 'POST',
    ':path': '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  stream.write(Buffer.of(0, 0));
  // What it answers to a ping comes after it has seen the call.
  await new Promise<void>((resolve, reject) => {
    session.ping((error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
  return {
    finish: async () => {
      stream.end(Buffer.of(0, 0, 0));
      stream.resume();
      const [trailers] = (await once(stream, 'trailers')) as [Record<string, string>];
      session.close();
      return trailers['grpc-status'] ?? '';
    },
  };
}

it('a stop answers what is under way at every door, closes what is idle, and takes nobody else', async () => {
  server = await serve();
  const { doors, process } = server;
  const marker = JSON.stringify({ hub: 'shop', name: 'deploy' });
  const halves = [
    new Half(doors.api, '/api/v1/markers', marker),
    new Half(doors.dashboard, '/api/v1/markers', marker),
    new Half(doors.otlpHttp, '/v1/traces', '{"resourceSpans": []}'),
  ];
  await Promise.all(halves.map((half) => half.begun()));
  const call = await halfCall(doors.otlpGrpc);
  const idle = connect(doors.api, '127.0.0.1');
  const idleClosed = once(idle, 'close');
  idle.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await once(idle, 'data');

  process.kill('SIGTERM');
  await idleClosed;
  // The doors close one after the other.
  for (const port of Object.values(doors) as number[])
    await eventually({ what: `port ${String(port)} takes nobody`, withinMs: 1000 }, () => refused(port));
  for (const half of halves) half.finish();
  expect(await call.finish()).toBe('0');
  await Promise.all(halves.map((half) => half.closed));
  const answers = halves.map(({ heard }) => heard.split('HTTP/1.1 ').at(-1) ?? '');
  expect(answers.map((answer) => answer.slice(0, 3))).toEqual(['201', '201', '200']);
  for (const answer of answers) expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  expect(await process.exit(5000)).toEqual({ code: 0, signal: null });
  expect(process.stderr).toEqual([]);
});
