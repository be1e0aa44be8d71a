import { chmod, lstat, stat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { Frames } from './frames.js';

/** Connections at once; the next one is closed. With a packet on its way on each, they hold 16 MiB. */
const mostConnections = 256;

export interface UnixDoorOptions {
  /** A packet arrived. */
  readonly packet: (text: string) => void;
  /** What came on a connection is no packets; it is closed. */
  readonly broken: () => void;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

/** Whether anybody listens at a socket. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      const code = codeOf(error);
      if (code === 'ECONNREFUSED' || code === 'ENOENT') resolve(false);
      // A datagram socket of another program, say; or one that is not ours to look at.
      else if (code === 'EPROTOTYPE') resolve(true);
      else reject(error);
    });
  });
}

/** Removes a socket that a program left behind when it was ended. @throws Error where something else is at the path, or no folder */
async function makeWay(path: string): Promise<void> {
  // Else the system says that it has no permission.
  const folder = await stat(dirname(path)).catch(() => null);
  if (folder?.isDirectory() !== true) throw new Error(`the folder ${dirname(path)} is not there`);
  const found = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (found === null) return;
  if (!found.isSocket()) throw new Error(`${path} is there and is no socket: it is left as it is`);
  if (await answers(path)) throw new Error(`another program listens at ${path}`);
  await unlink(path);
}

/** A Unix socket on which DogStatsD clients send packets, as a stream. Whoever reaches its folder may send. */
export class UnixDoor {
  readonly #options: UnixDoorOptions;
  readonly #connections = new Set<Socket>();
  #server: Server | null = null;

  constructor(options: UnixDoorOptions) {
    this.#options = options;
  }

  /**
   * Listens.
   * @param path of the socket, in a folder that is there
   * @throws Error where it can't be had
   */
  async open(path: string): Promise<void> {
    await makeWay(path);
    const server = createServer((socket) => {
      this.#serve(socket);
    });
    server.maxConnections = mostConnections;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    server.removeAllListeners('error');
    // One connection that can't be accepted is none.
    server.on('error', () => undefined);
    this.#server = server;
    await chmod(path, 0o666);
  }

  /** Ends all connections, and removes the socket. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    await new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      for (const socket of this.#connections) socket.destroy();
    });
  }

  #serve(socket: Socket): void {
    const { packet, broken } = this.#options;
    const frames = new Frames();
    this.#connections.add(socket);
    socket.on('close', () => this.#connections.delete(socket));
    // A client that is gone is none that can be told anything.
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      if (!frames.push(bytes, packet)) {
        broken();
        socket.destroy();
        return;
      }
      // One piece at a time: who writes without end must not keep all others waiting.
      socket.pause();
      setImmediate(() => socket.resume());
    });
  }
}
