import { request } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { serve, type Served } from '../../bench/harness/server.js';
import { PlainViewer } from '../../bench/harness/viewer.js';
import { agentNamed, span, traces } from '../doors/otlp.js';

let server: Served;
afterEach(() => server.process.stop());

/** Of the old generation of the heap, MB. */
const heapMb = 160;
const senders = 40;
const forMs = 30_000;

/** A request of telemetry of some megabytes. */
function large(sender: number): Buffer {
  const spans = Array.from({ length: 8000 }, (_, n) =>
    span(Date.now(), agentNamed(`agent ${String(sender)} ${String(n % 500)} ${'x'.repeat(300)}`)),
  );
  return Buffer.from(JSON.stringify(traces(`hub ${String(sender)}`, spans)));
}

function post(port: number, body: Buffer): Promise<number> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    const asked = request(
      { port, host: '127.0.0.1', path: '/v1/traces', method: 'POST', headers },
      (answer) => {
        answer.resume().once('end', () => {
          resolve(answer.statusCode ?? 0);
        });
      },
    );
    asked.once('error', () => {
      resolve(0);
    });
    asked.end(body);
  });
}

it('a flood of large requests in a small heap ends nothing: not the server, and not who watches', async () => {
  server = await serve({ env: { NODE_OPTIONS: `--max-old-space-size=${String(heapMb)}` } });
  const viewer = await PlainViewer.connect(server.ws);
  const answers = new Map<number, number>();
  const until = Date.now() + forMs;
  await Promise.all(
    Array.from({ length: senders }, async (_, sender) => {
      const body = large(sender);
      while (Date.now() < until && server.process.running) {
        const status = await post(server.doors.otlpHttp, body);
        answers.set(status, (answers.get(status) ?? 0) + 1);
      }
    }),
  );
  expect(server.process.running, server.process.said.slice(-3000)).toBe(true);
  expect(answers.get(200)).toBeGreaterThan(0);
  const health = await fetch(`${server.api}/healthz`);
  expect(health.status).toBe(200);
  expect(viewer.socket.readyState).toBe(viewer.socket.OPEN);
  viewer.close();
});
