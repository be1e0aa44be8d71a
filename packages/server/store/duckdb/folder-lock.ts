import { createHash } from 'node:crypto';
import { stat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Where the one process that owns a folder listens: a name that goes with the process, however it ends. It is of the folder itself and not
 * of its path: two containers may call two folders the same, or one by two names.
 */
async function addressOf(folder: string): Promise<string> {
  const { dev, ino } = await stat(folder, { bigint: true });
  const itself = `${String(dev)} ${String(ino)}`;
  const name = `hubscope-${createHash('sha256').update(itself).digest('hex').slice(0, 32)}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  // On Linux an abstract socket, which leaves no file; elsewhere a file that nobody listens on after a crash.
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}

function listen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end(String(process.pid)));
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** The process that listens; null where nobody does. */
function holderOf(address: string): Promise<string | null> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(address);
    socket.setEncoding('utf8').setTimeout(1000);
    socket.on('data', (text: string) => (said += text));
    socket.on('error', () => {
      resolve(null);
    });
    socket.on('timeout', () => socket.destroy());
    socket.on('close', () => {
      resolve(said);
    });
  });
}

const triedEachMs = 200;

/** Another process owns the folder. */
export class FolderTaken extends Error {
  override readonly name = 'FolderTaken';
}

/** The right of one process to write to a folder. */
export class FolderLock {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /**
   * @param patienceMs for how long it is tried again: who had the folder before may be on its way out
   * @throws FolderTaken
   */
  static async take(folder: string, patienceMs = 0): Promise<FolderLock> {
    const until = performance.now() + patienceMs;
    for (;;) {
      try {
        return await FolderLock.#tried(folder);
      } catch (error) {
        if (!(error instanceof FolderTaken) || performance.now() >= until) throw error;
        await pause(triedEachMs);
      }
    }
  }

  static async #tried(folder: string): Promise<FolderLock> {
    const address = await addressOf(folder);
    const server = await listen(address);
    if (server !== null) return new FolderLock(server);
    const holder = await holderOf(address);
    if (holder === null && !address.startsWith('\0')) {
      await unlink(address).catch(() => undefined);
      const second = await listen(address);
      if (second !== null) return new FolderLock(second);
    }
    const who = holder === null || holder === '' ? 'another process' : `process ${holder}`;
    throw new FolderTaken(`The data folder ${folder} is in use by ${who}.`);
  }

  release(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
  }
}
