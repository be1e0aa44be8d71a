import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually, pause } from '../bench/harness/eventually.js';
import { serve, type Served } from '../bench/harness/server.js';

let folder: string;
let server: Served | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubscope-watchdog-'));
});
afterEach(async () => {
  server?.process.kill('SIGCONT');
  await server?.process.stop();
  server = null;
  rmSync(folder, { recursive: true, force: true });
});

/** A server whose event loop stands still for so long on SIGUSR2, and which is watched so. */
async function watched(blockMs: number, watchdog: object): Promise<Served> {
  const blocks = join(folder, 'blocks.mjs');
  writeFileSync(
    blocks,
    `function standStill() { const until = Date.now() + ${String(blockMs)}; while (Date.now() < until); }
     process.on('SIGUSR2', standStill);`,
  );
  const config = join(folder, 'hubscope.yaml');
  writeFileSync(config, JSON.stringify({ watchdog }));
  server = await serve({
    args: ['serve', '--config', config, '--data', join(folder, 'data')],
    env: { NODE_OPTIONS: `--import=${blocks}`, HUBSCOPE_WATCHDOG_STALL_SECONDS: '1' },
  });
  return server;
}

interface Line {
  readonly message: string;
  readonly at: string[];
  readonly stood_ms: number;
  readonly viewers: number;
  readonly kept: string;
}

function lines({ process }: Served): Line[] {
  return process.stderr.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Line);
}

it('says where the event loop stood still, for how long, counts it, and goes on', async () => {
  const served = await watched(6000, { hang_seconds: 60 });
  served.process.kill('SIGUSR2');
  const stood = await eventually({ what: 'the stall is told of', withinMs: 40_000 }, () => {
    return lines(served).find(({ message }) => message === 'the event loop stood still') ?? null;
  });
  expect(stood.at[0]).toMatch(/^standStill .*blocks\.mjs:1$/);
  expect(stood.stood_ms).toBeGreaterThan(1000);
  expect(stood.viewers).toBe(0);
  const page = await (await fetch(`${served.api}/metrics`)).text();
  expect(page).toMatch(/^hubscope_event_loop_stalls_total [1-9]/m);
  await eventually({ what: 'the hub hubscope counts it', withinMs: 20_000 }, async () => {
    const now = Date.now();
    const asked = `from=${String(now - 60_000)}&to=${String(now)}&step=1000&signals=event_loop_stalls`;
    const answer = await fetch(`${served.api}/api/v1/hubs/hubscope/history?${asked}`);
    const { signals } = (await answer.json()) as { signals: Record<string, (number | null)[]> };
    return (signals['event_loop_stalls'] ?? []).some((value) => (value ?? 0) > 0) ? true : null;
  });
});

it('ends a process whose event loop hangs, with what is known in the log and in the data folder', async () => {
  const served = await watched(600_000, { hang_seconds: 5 });
  served.process.kill('SIGUSR2');
  expect(await served.process.ended).toEqual({ code: null, signal: 'SIGKILL' });
  const told = lines(served).find(({ message }) => message.startsWith('the event loop hangs'));
  expect(told?.at[0]).toMatch(/^standStill /);
  expect(told?.stood_ms).toBeGreaterThanOrEqual(5000);
  const kept = JSON.parse(readFileSync(join(folder, 'data', 'last-hang.json'), 'utf8')) as Line;
  expect(kept.at).toEqual(told?.at);
});

it('leaves a process alone that was stopped from outside for longer than that', async () => {
  const served = await watched(0, { hang_seconds: 5 });
  served.process.kill('SIGSTOP');
  await pause(8000);
  served.process.kill('SIGCONT');
  await pause(2000);
  expect((await fetch(`${served.api}/healthz`)).status).toBe(200);
  expect(lines(served).filter(({ message }) => message.startsWith('the event loop'))).toEqual([]);
});
