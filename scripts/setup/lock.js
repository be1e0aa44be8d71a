import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './root.js';

const path = join(root, '.cache', 'setup.lock');

/** @param {number} pid */
function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** @returns {number | null} the process that holds the lock; null where none does */
function take() {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return null;
  } catch {
    const holder = Number(readFileSync(path, 'utf8'));
    if (lives(holder)) return holder;
    rmSync(path, { force: true }); // its process is gone
    return take();
  }
}

/**
 * Runs set-up while no other command of this checkout does.
 * @template Result
 * @param {() => Promise<Result>} run
 * @returns {Promise<Result>}
 */
export async function locked(run) {
  mkdirSync(join(root, '.cache'), { recursive: true });
  let told = false;
  for (let holder = take(); holder !== null; holder = take()) {
    if (!told) process.stdout.write(`waiting for process ${String(holder)}, which is setting up …\n`);
    told = true;
    await pause(200);
  }
  try {
    return await run();
  } finally {
    rmSync(path, { force: true });
  }
}
