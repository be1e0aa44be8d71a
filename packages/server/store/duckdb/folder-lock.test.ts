import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderLock } from './folder-lock.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubscope-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A process that listens in a folder, as a server in another container does: its abstract sockets are seen by nobody here. */
async function elsewhere(where: string): Promise<{ kill: () => Promise<unknown> }> {
  const code = `require('node:net').createServer((socket) => socket.end('7 of web-0'))
    .listen(process.argv[1], () => process.stdout.write('up'))`;
  const child = spawn(process.execPath, ['-e', code, join(where, 'hubscope.lock')]);
  await once(child.stdout, 'data');
  return {
    kill: () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      return gone;
    },
  };
}

// Elsewhere than on Linux a folder is held by a file or a pipe that every process of the machine sees.
describe.skipIf(process.platform !== 'linux')('the lock of a folder', () => {
  it('is not had while a server in another container has it, and is had after that was killed', async () => {
    const other = await elsewhere(folder);
    await expect(FolderLock.take(folder)).rejects.toThrow(`${folder} is in use by process 7 of web-0.`);
    await other.kill();
    expect(existsSync(join(folder, 'hubscope.lock'))).toBe(true);
    const lock = await FolderLock.take(folder);
    await expect(FolderLock.take(folder)).rejects.toThrow(`in use by process ${String(process.pid)} of `);
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is had of a folder whose path is longer than that of a socket may be', async () => {
    const long = join(folder, 'a'.repeat(200));
    mkdirSync(long);
    const lock = await FolderLock.take(long);
    expect(readdirSync(long)).toEqual(['hubscope.lock']);
    await lock.release();
  });
});
