import { createHash } from 'node:crypto';
import { open, stat, unlink, type FileHandle } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { hostname, tmpdir } from 'node:os';
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

/** In the folder itself: an abstract socket is seen in its own network namespace only, and each container has one. */
const fileName = 'hubscope.lock';

const me = `${String(process.pid)} of ${hostname()}`;

function listen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end(me));
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

/** Who listens, as it says; null where nobody does. */
function holderOf(address: string): Promise<string | null> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(address);
    socket.setEncoding('utf8').setTimeout(1000);
    socket.on('data', (text: string) => (said += text));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(null);
    });
    socket.on('timeout', () => socket.destroy());
    socket.on('close', () => {
      resolve(said);
    });
  });
}

const triedEachMs = 200;
/** Two that find the file of a crash at the same time each put their own in its place, and the later one's stays: it has until then, ms. */
const settledMs = 100;

/** Another process owns the folder. */
export class FolderTaken extends Error {
  override readonly name = 'FolderTaken';

  constructor(folder: string, holder: string | null) {
    const who = holder === null || holder === '' ? 'another process' : `process ${holder}`;
    super(`The data folder ${folder} is in use by ${who}.`);
  }
}

/** Listens, also where a crash left a file that nobody listens on any more. @throws FolderTaken */
async function taken(folder: string, address: string): Promise<Server> {
  const server = await listen(address);
  if (server !== null) return server;
  const holder = await holderOf(address);
  if (holder !== null || address.startsWith('\0')) throw new FolderTaken(folder, holder);
  await unlink(address).catch(() => undefined);
  const second = await listen(address);
  if (second === null) throw new FolderTaken(folder, null);
  const { ino } = await stat(address);
  await pause(settledMs);
  const now = await stat(address).catch(() => null);
  if (now?.ino === ino) return second;
  // Closing it would delete the file that is the other's now; nobody finds it any more.
  throw new FolderTaken(folder, await holderOf(address));
}

function closed(server: Server | null): Promise<void> {
  return new Promise((resolve) => {
    if (server === null) resolve();
    else
      server.close(() => {
        resolve();
      });
  });
}

/** The right of one process to write to a folder. */
export class FolderLock {
  readonly #folder: string;
  readonly #server: Server;
  #file: { readonly server: Server; readonly directory: FileHandle } | null = null;

  private constructor(folder: string, server: Server) {
    this.#folder = folder;
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
        const lock = new FolderLock(folder, await taken(folder, await addressOf(folder)));
        // A folder that can't be written to is read: hold() is called again before anything is written.
        await lock.hold().catch(async (error: unknown) => {
          if (!(error instanceof FolderTaken)) return;
          await lock.release();
          throw error;
        });
        return lock;
      } catch (error) {
        if (!(error instanceof FolderTaken) || performance.now() >= until) throw error;
        await pause(triedEachMs);
      }
    }
  }

  /**
   * Holds it against other containers too, by a socket in the folder. Call it before the folder is written to; it does nothing the second
   * time, and nothing on a file system that has no sockets.
   * @throws FolderTaken
   * @throws the file system's error where the folder can't be written to
   */
  async hold(): Promise<void> {
    if (this.#file !== null || process.platform !== 'linux') return;
    const directory = await open(this.#folder);
    // The path of a socket has 107 letters at most; that of a folder may be longer.
    const address = `/proc/self/fd/${String(directory.fd)}/${fileName}`;
    try {
      this.#file = { server: await taken(this.#folder, address), directory };
    } catch (error) {
      await directory.close();
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error;
    }
  }

  async release(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await closed(file?.server ?? null);
    await file?.directory.close();
    await closed(this.#server);
  }
}
