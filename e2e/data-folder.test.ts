import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served, type ServeOptions } from '../bench/harness/server.js';
import { Feeder } from './clients/feeder.js';
import { history, hub } from './doors/api.js';

/** A container's network, as far as a user may make one. */
const apart = ['unshare', '--user', '--map-root-user', '--net'];
const possible = spawnSync('unshare', [...apart.slice(1), 'true']).status === 0;

const folder = mkdtempSync(join(tmpdir(), 'hubscope-folder-'));
const running: Served[] = [];

afterAll(async () => {
  await Promise.all(running.map(({ process }) => process.stop()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(data: string, options: Pick<ServeOptions, 'via'> = {}): Promise<Served> {
  const server = await serve({ env: { HUBSCOPE_DATA: join(folder, data) }, ...options });
  running.push(server);
  return server;
}

async function troubles(server: Served): Promise<string[]> {
  const answer = await fetch(`${server.api}/api/v1/storage`);
  return ((await answer.json()) as { troubles: string[] }).troubles;
}

function mark(server: Served, name: string): Promise<Response> {
  return fetch(`${server.api}/api/v1/markers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ hub: 'shop', name }),
  });
}

describe('a data folder that can not be used', () => {
  it('is told by an alert while the live view goes on, and keeps what happened meanwhile once it can', async () => {
    const file = join(folder, 'no-folder');
    writeFileSync(file, '');
    const server = await start('no-folder/data');
    const feeder = new Feeder(server, { hub: 'shop' });
    await eventually({ what: 'the alert', withinMs: 30_000 }, async () => {
      const answer = await fetch(`${server.api}/api/v1/alerts?hub=hubscope`);
      const alerts = (await answer.json()) as { state: string; threshold: { name: string } }[];
      return alerts.some(({ state, threshold }) => state === 'firing' && threshold.name === 'Store Trouble')
        ? true
        : null;
    });
    expect((await troubles(server)).join()).toContain("can't be used");
    const refused = await mark(server, 'while it can not');
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: 'storage_unavailable' });
    const { last_second: seen } = (await hub(server, 'shop')) ?? expect.fail('no hub');

    rmSync(file);
    await eventually({ what: 'all to be well', withinMs: 20_000 }, async () =>
      (await troubles(server)).length === 0 ? true : null,
    );
    expect((await mark(server, 'since it can')).status).toBe(201);
    await feeder.stop();
    const range: [number, number] = [(seen ?? 0) - 3, seen ?? 0];
    const before = await history(server, 'shop', ['throughput'], range);
    expect(before.signals['throughput']?.some((value) => typeof value === 'number')).toBe(true);
    await server.process.stop();
    const again = await start('no-folder/data');
    expect((await history(again, 'shop', ['throughput'], range)).signals).toEqual(before.signals);
  });
});

describe.skipIf(!possible)('two servers on one folder, each with a network of its own', () => {
  it('the second says who has it and keeps what happens in memory only', async () => {
    const first = await start('shared');
    const second = await start('shared', { via: apart });
    const said = second.process.stderr.join('\n');
    expect(said).toContain(`in use by process ${String(first.process.pid)} of `);
    expect(said).toContain('in memory only');
    expect(await troubles(first)).toEqual([]);
  });
});
