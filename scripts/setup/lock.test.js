import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { locked } from './lock.js';

let folder = '';
let lock = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubscope-lock-'));
  lock = join(folder, 'setup.lock');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('is held while the work is done, and no longer, whatever comes of it', async () => {
  await locked(() => {
    expect(Number.parseInt(readFileSync(lock, 'utf8'), 10)).toBe(process.pid);
    return Promise.resolve();
  }, lock);
  expect(existsSync(lock)).toBe(false);
  await expect(locked(() => Promise.reject(new Error('failed')), lock)).rejects.toThrow('failed');
  expect(existsSync(lock)).toBe(false);
});

it('waits until a living holder lets go', async () => {
  // The parent of this process lives, and never lets go by itself.
  writeFileSync(lock, `${String(process.ppid)} 1`);
  let done = false;
  const waiting = locked(() => {
    done = true;
    return Promise.resolve();
  }, lock);
  expect(done).toBe(false);
  expect(readFileSync(lock, 'utf8')).toBe(`${String(process.ppid)} 1`);
  rmSync(lock);
  await waiting;
  expect(done).toBe(true);
});

it('is taken over from a process that has ended', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(lock, `${String(pid)} 1`);
  await expect(locked(() => Promise.resolve('done'), lock)).resolves.toBe('done');
});

it('is taken over from a holder that has been silent for a minute, whose number another process may have', async () => {
  writeFileSync(lock, `${String(process.ppid)} 1`);
  const before = new Date(Date.now() - 60_000);
  utimesSync(lock, before, before);
  await expect(locked(() => Promise.resolve('done'), lock)).resolves.toBe('done');
});
