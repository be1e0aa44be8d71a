import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { PlainViewer } from '../bench/harness/viewer.js';
import { Feeder } from './clients/feeder.js';

/** A file system of its own that only the server sees: Linux, where a user may make one. */
const inside = (script: string): string[] => [
  'unshare',
  '--user',
  '--map-root-user',
  '--mount',
  'sh',
  '-c',
  script,
];
const [program = '', ...probe] = inside('mount -t tmpfs -o size=64k tmpfs /mnt');
const possible = spawnSync(program, probe).status === 0;

const folder = mkdtempSync(join(tmpdir(), 'hubscope-full-'));
const [data, target] = [join(folder, 'data'), join(folder, 'target')];
for (const each of [data, target]) mkdirSync(each);
let server: Served;

const post = (path: string, body: object): Promise<Response> =>
  fetch(`${server.api}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const mark = (name: string): Promise<Response> => post('/markers', { hub: 'shop', name });

async function markers(): Promise<string[]> {
  const answer = await fetch(`${server.api}/api/v1/markers?hub=shop`);
  return ((await answer.json()) as { name: string }[]).map(({ name }) => name);
}

async function troubles(): Promise<string[]> {
  const answer = await fetch(`${server.api}/api/v1/storage`);
  return ((await answer.json()) as { troubles: string[] }).troubles;
}

async function storeAlert(): Promise<string | null> {
  const answer = await fetch(`${server.api}/api/v1/alerts?hub=hubscope`);
  const alerts = (await answer.json()) as { state: string; threshold: { name: string } }[];
  return alerts.find(({ threshold }) => threshold.name === 'Store Trouble')?.state ?? null;
}

describe.skipIf(!possible)('a disk that is really full', () => {
  beforeAll(async () => {
    const mounts = `mount -t tmpfs -o size=4m tmpfs ${data} && mount -t tmpfs -o size=64k tmpfs ${target}`;
    server = await serve({ env: { HUBSCOPE_DATA: data }, via: inside(`${mounts} && exec "$0" "$@"`) });
  });
  afterAll(async () => {
    await server.process.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes no backup: the answer says why, nothing of it remains, and the server goes on', async () => {
    expect((await mark('before')).status).toBe(201);
    const answer = await post('/backup', { folder: join(target, 'today') });
    expect(answer.status).toBe(409);
    const refused = (await answer.json()) as { code: string; detail: string };
    expect(refused).toMatchObject({ code: 'backup_failed' });
    expect(refused.detail).toMatch(/no space left/i);
    // Half a backup would be in the way of the next.
    const next = (await (await post('/backup', { folder: join(target, 'today') })).json()) as {
      detail: string;
    };
    expect(next.detail).toBe(refused.detail);
    const again = await post('/backup', { folder: join(folder, 'roomy') });
    expect(again.status).toBe(201);
    expect(await troubles()).toEqual([]);
  });

  it('shows what happens all the same, promises nothing, fires an alert, and writes on when there is room', async () => {
    const feeder = new Feeder(server, { hub: 'shop' });
    const viewer = await PlainViewer.connect(`${server.ws}?hub=shop`);
    // What lies in the file system of the server is reached through its process.
    const ballast = join(`/proc/${String(server.process.pid)}/root`, data, 'ballast');
    expect(() => {
      writeFileSync(ballast, new Uint8Array(8 * 1024 * 1024));
    }).toThrow('ENOSPC');
    await eventually({ what: 'a word of it', withinMs: 20_000 }, async () =>
      (await troubles()).join().includes('no space left on device') ? true : null,
    );
    // What a file had taken of the disk before it filled holds some small writes yet: those are kept, and said to be.
    const kept: string[] = [];
    const refused = await eventually({ what: 'a marker that has no room', withinMs: 20_000 }, async () => {
      const name = `while full ${String(kept.length)}`;
      const answer = await mark(name);
      if (answer.status !== 201) return answer;
      kept.push(name);
      return null;
    });
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: 'storage_unavailable' });
    const full = Date.now();
    await viewer.frame('a second of when it is full', ({ current }) => {
      return current.timestamp > full && typeof current['throughput_ops_sec'] === 'number';
    });
    await eventually({ what: 'the alert', withinMs: 30_000 }, async () =>
      (await storeAlert()) === 'firing' ? true : null,
    );
    rmSync(ballast);
    await eventually({ what: 'all to be well', withinMs: 20_000 }, async () =>
      (await troubles()).length === 0 ? true : null,
    );
    expect((await mark('after')).status).toBe(201);
    expect(await markers()).toEqual(expect.arrayContaining(['before', ...kept, 'after']));
    viewer.close();
    await feeder.stop();
  });
});
