import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually, pause } from '../../bench/harness/eventually.js';
import { serve, type Served } from '../../bench/harness/server.js';
import { upgrade } from '../../bench/harness/upgrade.js';
import { PlainViewer } from '../../bench/harness/viewer.js';
import { span, traces } from '../doors/otlp.js';
import { connection } from './connection.js';

let server: Served;
afterEach(() => server.process.stop());

const healthy = async (): Promise<boolean> => {
  const answer = await fetch(`http://127.0.0.1:${String(server.doors.api)}/healthz`).catch(() => null);
  return answer?.status === 200;
};

describe('a flood of upgrades', () => {
  it('is refused past the places that there are, and takes no second from who is there', async () => {
    server = await serve({ env: { HUBSCOPE_MAX_VIEWERS: '50' } });
    const viewer = await PlainViewer.connect(server.ws);
    const answers = new Map<string, number>();
    const { api } = server.doors;
    const until = Date.now() + 20_000;
    const one = (): Promise<void> =>
      new Promise((resolve) => {
        const socket = connect(api, '127.0.0.1', () => socket.write(upgrade(api, '/ws', null)));
        socket
          .on('error', () => undefined)
          .once('close', () => {
            resolve();
          });
        socket.once('data', (bytes: Buffer) => {
          const status = bytes.toString('latin1', 9, 12);
          answers.set(status, (answers.get(status) ?? 0) + 1);
          // Who was let in stays for a moment.
          setTimeout(() => socket.destroy(), status === '101' ? 500 : 0);
        });
      });
    const flood = Array.from({ length: 100 }, async () => {
      while (Date.now() < until) await one();
    });
    await Promise.all(flood);
    expect([...answers.keys()].sort()).toEqual(['101', '503']);
    expect(answers.get('503')).toBeGreaterThan(1000);
    const times = viewer.frames.map(({ current }) => current.timestamp);
    const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2000);
    expect(times.length).toBeGreaterThan(18);
    expect(server.process.stderr).toEqual([]);
    viewer.close();
  });
});

describe('a process that may open no more files', () => {
  it('goes on with whom it has, writes what it takes, and lets others in when there is room', async () => {
    server = await serve({ via: ['prlimit', '--nofile=220:220'], env: { HUBSCOPE_MAX_VIEWERS: '20' } });
    const viewer = await PlainViewer.connect(`${server.ws}?hub=shop`);
    const { api, otlpHttp } = server.doors;
    const flood = Array.from({ length: 600 }, () => connection(api));
    await pause(5000);
    expect(server.process.running, server.process.said.slice(-3000)).toBe(true);
    const frames = viewer.frames.length;
    await eventually({ what: 'frames go on', withinMs: 5000 }, () =>
      viewer.frames.length > frames + 2 ? true : null,
    );
    for (const { socket } of flood) socket.destroy();
    await eventually({ what: 'it answers again', withinMs: 20_000 }, async () =>
      (await healthy()) ? true : null,
    );
    const sent = Date.now();
    for (let n = 0; n < 30; n += 1) {
      await fetch(`http://127.0.0.1:${String(otlpHttp)}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(traces('shop', [span(Date.now())])),
      });
      await pause(100);
    }
    await viewer.frame(
      'the hub is told of',
      ({ current }) => current.timestamp > sent && (current['throughput_ops_sec'] ?? 0) > 0,
    );
    const storage = await fetch(`http://127.0.0.1:${String(api)}/api/v1/storage`);
    expect(((await storage.json()) as { troubles: unknown[] }).troubles).toEqual([]);
    expect(server.process.stderr.length).toBeLessThan(20);
    viewer.close();
  });
});
