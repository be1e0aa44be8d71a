import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killAgain } from '../bench/crash/lives.js';
import { eventually } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';
import { Feeder } from './clients/feeder.js';
import { history, hub } from './doors/api.js';

const kills = 20;
const command = join(
  dirname(createRequire(import.meta.url).resolve('hubscope/package.json')),
  'bin',
  'hubscope.js',
);
const folder = mkdtempSync(join(tmpdir(), 'hubscope-kept-'));
const running: Served[] = [];

afterAll(async () => {
  await Promise.all(running.map(({ process }) => process.stop()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(data: string): Promise<Served> {
  const server = await serve({ env: { HUBSCOPE_DATA: join(folder, data) } });
  running.push(server);
  return server;
}

describe('a server that is killed again and again', () => {
  it('has all that it acknowledged and all that a viewer had seen', { timeout: 300_000 }, async () => {
    // Two folders at once: mostly they wait for a server to start.
    const lanes = await Promise.all(
      [0, 1].map((lane) =>
        killAgain({
          folder: join(folder, `killed-${String(lane)}`),
          kills: kills / 2,
          // Killed at no particular moment of a second; every fifth lives long enough for its viewer to know something.
          lifeMs: (life) => (life % 5 === 4 ? 4500 : 150 + 97 * ((3 * life + 5 * lane) % 10)),
        }),
      ),
    );
    expect(lanes.flatMap(({ wrong }) => wrong)).toEqual([]);
    for (const { ledger } of lanes) {
      expect(ledger.acknowledged).toBeGreaterThanOrEqual(kills / 2);
      expect(ledger.seen).toBeGreaterThan(0);
      expect(ledger.down).toBeGreaterThan(0);
    }
  });
});

describe('a hub’s history', () => {
  const run = promisify(execFile);
  const cli = async (server: Served, ...args: string[]): Promise<string> => {
    const { stdout } = await run(process.execPath, [command, ...args, '--server', server.api]);
    return stdout;
  };
  /** A server that both of the last two ask. */
  let fresh: Promise<Served>;
  beforeAll(() => {
    fresh = start('fresh');
  });

  it('goes out as a file of each kind and comes in again as another hub’s, and a backup is a data folder', async () => {
    const server = await start('moved');
    const feeder = new Feeder(server, { hub: 'shop' });
    await eventually({ what: 'some seconds', withinMs: 20_000 }, async () => {
      const { first_second: first = null, last_second: last = null } =
        ((await hub(server, 'shop')) as { first_second: number; last_second: number } | null) ?? {};
      return first !== null && last !== null && last - first > 6 ? true : null;
    });
    await feeder.stop();
    const { last_second: last } = (await hub(server, 'shop')) ?? {};
    const range: [number, number] = [(last ?? 0) - 4, last ?? 0];
    const names = ['throughput', 'memory'];
    const own = await history(server, 'shop', names, range);
    expect(own.signals['throughput']?.every((value) => typeof value === 'number')).toBe(true);
    const there = async (format: string): Promise<void> => {
      const file = join(folder, `shop.${format}`);
      await cli(server, 'export', '--hub', 'shop', '--format', format, '--out', file);
      const taken = JSON.parse(await cli(server, 'import', file, '--hub', `from-${format}`, '--json')) as {
        points: number;
      };
      expect(taken.points).toBeGreaterThan(4);
      expect((await history(server, `from-${format}`, names, range)).signals).toEqual(own.signals);
    };
    await Promise.all(['csv', 'json', 'parquet'].map(there));
    await cli(server, 'backup', join(folder, 'backup'));
    await server.process.stop();
    await run(process.execPath, [
      command,
      'restore',
      join(folder, 'backup'),
      '--data',
      join(folder, 'restored'),
    ]);
    const again = await start('restored');
    expect((await history(again, 'shop', names, range)).signals).toEqual(own.signals);
    const gone = await fetch(`${again.api}/api/v1/hubs/from-csv`, { method: 'DELETE' });
    expect(gone.status).toBe(204);
    expect(await hub(again, 'from-csv')).toBeNull();
  });

  it('is not taken from a file that has a fault: the answer says which, and nothing of it remains', async () => {
    const server = await fresh;
    const faulty = [
      'time,throughput\n1700000000000,many\n',
      'at,throughput\n1700000000000,1\n',
      'time,throughput\n1700000000000,1\n17000\n',
    ].map(async (text, at) => {
      const file = join(folder, `bad-${String(at)}.csv`);
      writeFileSync(file, text);
      await expect(cli(server, 'import', file, '--hub', 'bad')).rejects.toMatchObject({ code: 2 });
      expect(readFileSync(file, 'utf8')).toBe(text);
    });
    await Promise.all(faulty);
    const parquet = await fetch(`${server.api}/api/v1/import?hub=bad&format=parquet`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: 'PAR1 and nothing that follows from it PAR1',
    });
    expect(parquet.status).toBe(400);
    expect(await parquet.json()).toMatchObject({ code: 'invalid_import' });
    expect(await hub(server, 'bad')).toBeNull();
  });

  it('shows a spike of one second in a day of a thousand points', async () => {
    const server = await fresh;
    const to = Math.floor(Date.now() / 600_000) * 600_000;
    const spike = to - 41_207_000;
    const rows = Array.from({ length: 8640 }, (_, at) => `${String(to - (at + 1) * 10_000)},10`);
    const answer = await fetch(`${server.api}/api/v1/import?hub=day`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: ['time,latency', ...rows, `${String(spike)},5000`].join('\n'),
    });
    expect(answer.status).toBe(201);
    const asked = `from=${String(to - 86_400_000)}&to=${String(to)}&points=1000&signals=latency.p99`;
    const found = await fetch(`${server.api}/api/v1/hubs/day/history?${asked}`);
    const { time, step, extremes } = (await found.json()) as {
      time: number[];
      step: number;
      extremes: Record<string, { max: (number | null)[] }>;
    };
    expect(step).toBe(120_000);
    const high = extremes['latency.p99']?.max ?? [];
    const at = time.findIndex((each) => spike >= each && spike < each + step);
    expect(high[at]).toBeGreaterThan(4900);
    expect(high.filter((value) => (value ?? 0) > 20)).toHaveLength(1);
  });
});
