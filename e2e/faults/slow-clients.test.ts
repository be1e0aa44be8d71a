import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, pause } from '../../bench/harness/eventually.js';
import { serve, type Served } from '../../bench/harness/server.js';
import { PlainViewer } from '../../bench/harness/viewer.js';
import { connection, type Connection } from './connection.js';

/** Clients of each kind, and how often each of them sends a byte, ms. */
const each = 50;
const everyMs = 4000;
/** An HTTP server of Node looks each 30 s for requests that take longer than 30 s; gRPC has 20 s for the first word and 50 s for an answer. */
const patience = 120_000;

let server: Served;
let viewer: PlainViewer;

beforeAll(async () => {
  server = await serve();
  viewer = await PlainViewer.connect(server.ws);
});
afterAll(async () => {
  viewer.close();
  await server.process.stop();
});

const head = (line: string, more = ''): string => `${line} HTTP/1.1\r\nHost: localhost\r\n${more}`;

it('clients that say nothing, or a byte now and then, are shown out, and nobody waits for them', async () => {
  const { dashboard, api, otlpHttp, otlpGrpc } = server.doors;
  const json = 'Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n';
  /** What each kind has said before it becomes slow. */
  const kinds: readonly (readonly [what: string, port: number, said: string, slowly: string])[] = [
    ['nothing to the dashboard', dashboard, '', ''],
    ['nothing to the API', api, '', ''],
    ['nothing to OTLP', otlpHttp, '', ''],
    ['nothing to gRPC', otlpGrpc, '', ''],
    ['a line without an end', api, 'GET /', 'a'],
    ['headers without an end', dashboard, head('GET /dashboard'), 'X: y\r\n'],
    ['headers of telemetry without an end', otlpHttp, head('POST /v1/traces'), 'X: y\r\n'],
    [
      'an upgrade without an end',
      api,
      head('GET /ws', 'Connection: Upgrade\r\nUpgrade: websocket\r\n'),
      'X: y\r\n',
    ],
    ['a body without an end', api, head('POST /api/v1/markers', json), ' '],
    ['telemetry without an end', otlpHttp, head('POST /v1/traces', json), ' '],
    ['half of the preface of HTTP/2', otlpGrpc, 'PRI * HTTP/2.0\r\n', ''],
    ['the preface of HTTP/2 and no more', otlpGrpc, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', ''],
  ];
  const slow = kinds.flatMap(([what, port, said, slowly]) =>
    Array.from({ length: each }, (): readonly [string, Connection, string] => {
      const made = connection(port);
      if (said !== '') made.socket.write(said);
      return [what, made, slowly];
    }),
  );
  const trickle = setInterval(() => {
    for (const [, { socket }, slowly] of slow) if (slowly !== '' && socket.writable) socket.write(slowly);
  }, everyMs);
  const from = Date.now();
  const left = (): string[] => [...new Set(slow.filter(([, { isOver }]) => !isOver()).map(([what]) => what))];
  while (left().length > 0 && Date.now() - from < patience) {
    const asked = Date.now();
    const answer = await fetch(`http://127.0.0.1:${String(api)}/api/v1/hubs`);
    expect([answer.status, Date.now() - asked < 1000]).toEqual([200, true]);
    await pause(500);
  }
  clearInterval(trickle);
  expect(left()).toEqual([]);
  expect(server.process.stderr).toEqual([]);
  const times = viewer.frames.map(({ current }) => current.timestamp);
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(Date.now() - from - 5000);
});

it('a viewer whose other side is gone without a word is let go within two minutes', async () => {
  const gone = await PlainViewer.connect(server.ws);
  gone.socket.pause();
  const closed = new Promise((resolve) => gone.socket.once('close', resolve));
  await eventually({ what: 'the viewer counts no more', withinMs: 130_000 }, async () => {
    const page = await (await fetch(`http://127.0.0.1:${String(server.doors.api)}/metrics`)).text();
    return /^hubscope_viewers 1$/m.test(page) ? true : null;
  });
  gone.socket.terminate();
  await closed;
});
