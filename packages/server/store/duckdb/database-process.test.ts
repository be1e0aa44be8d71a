import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignalTable } from '@hubscope/core/signal';
import { millis, SimulatedClock } from '@hubscope/core/time';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DatabaseProcess } from './database-process.js';
import { DuckStore } from './duck-store.js';

let folder: string;
let made: DatabaseProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubscope-process-'));
  made = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

/** A process that is asked and never answers, whatever signal asks it to end. */
function hanging(): DatabaseProcess {
  const program = join(folder, 'hangs.mjs');
  writeFileSync(
    program,
    `for (const each of ['message', 'disconnect', 'SIGTERM', 'SIGINT']) process.on(each, () => undefined);
     setInterval(() => undefined, 1000);`,
  );
  const database = new DatabaseProcess({ file: '', signals: [], memoryMb: 1 }, program);
  made.push(database);
  return database;
}

const alive = (pid: number | null): boolean => {
  try {
    return pid !== null && process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('a process that hangs is ended 2 s after it was asked to close, and whoever waited for it is told', async () => {
  const database = hanging();
  const asked = database.open().catch((error: unknown) => error);
  const closed = [database.close(), database.close()];
  await vi.advanceTimersByTimeAsync(1900);
  expect(alive(database.pid)).toBe(true);
  await vi.advanceTimersByTimeAsync(200);
  await Promise.all(closed);
  expect(alive(database.pid)).toBe(false);
  expect(await asked).toMatchObject({ kind: 'Ended' });
});

it('a store whose database never opens is closed in 2 s all the same', async () => {
  const store = await DuckStore.open({
    folder,
    clock: new SimulatedClock(millis(1_700_000_000_000)),
    table: new SignalTable(),
    signals: [],
    say: () => undefined,
    database: hanging,
  });
  const asked = store.convert('from', 'to').catch((error: unknown) => error);
  await vi.waitFor(() => {
    expect(made).toHaveLength(1);
  });
  let closed = false;
  void store.close().then(() => (closed = true));
  await vi.waitFor(async () => {
    await vi.advanceTimersByTimeAsync(500);
    expect(closed).toBe(true);
  });
  expect(await asked).toMatchObject({ kind: 'Ended' });
  expect(alive(made[0]?.pid ?? null)).toBe(false);
});
