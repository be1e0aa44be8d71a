import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './root.js';

/** How often the holder says that it still holds the lock, ms. */
const touchEachMs = 2000;
/** After so long a silence the holder is gone, even if another process now has its number, ms. */
const silentAfterMs = 30_000;
const askEachMs = 200;

/** @param {number} pid */
function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * What stands in a lock file, and whether its holder is gone.
 * @param {string} path
 * @returns {{ text: string, gone: boolean } | null} null where there is no lock
 */
function look(path) {
  try {
    const text = readFileSync(path, 'utf8');
    const silent = Date.now() - statSync(path).mtimeMs > silentAfterMs;
    const pid = Number.parseInt(text, 10);
    // A lock that has just been made may have no text yet.
    const ended = Number.isInteger(pid) && (pid === process.pid || !lives(pid));
    return { text, gone: silent || ended };
  } catch {
    return null;
  }
}

/**
 * Takes away a lock whose holder is gone, but not the one that another process has taken meanwhile.
 * @param {string} path
 * @param {string} text of the lock that was left behind
 */
function clear(path, text) {
  const aside = `${path}.${String(process.pid)}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // another process was first
  }
  if (readFileSync(aside, 'utf8') === text) rmSync(aside, { force: true });
  else renameSync(aside, path);
}

/**
 * @param {string} path
 * @returns {boolean} whether this process now holds the lock
 */
function take(path) {
  try {
    writeFileSync(path, `${String(process.pid)} ${String(Date.now())}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Runs set-up while no other command of this checkout does.
 * @template Result
 * @param {() => Promise<Result>} run
 * @param {string} [path] of the lock
 * @returns {Promise<Result>}
 */
export async function locked(run, path = join(root, '.cache', 'setup.lock')) {
  mkdirSync(dirname(path), { recursive: true });
  for (let told = false; !take(path);) {
    const found = look(path);
    if (found?.gone === true) {
      clear(path, found.text);
      continue;
    }
    if (!told) process.stdout.write('another command of this checkout is setting up; waiting for it …\n');
    told = true;
    await pause(askEachMs);
  }
  const release = () => {
    rmSync(path, { force: true });
  };
  const touch = setInterval(() => {
    utimesSync(path, new Date(), new Date());
  }, touchEachMs);
  process.once('exit', release);
  try {
    return await run();
  } finally {
    clearInterval(touch);
    process.off('exit', release);
    release();
  }
}
