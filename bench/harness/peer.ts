import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, Hopeless } from './eventually.js';

/** Whether a program is installed. */
export function installed(program: string): boolean {
  return spawnSync('which', [program]).status === 0;
}

/** A port of this machine on which nothing listens. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

/** Another program of the same trade, with a folder of its own, to be measured beside Hubscope. */
export class Peer {
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(
    child: ChildProcess,
    folder: string,
    readonly url: string,
  ) {
    this.#child = child;
    this.#folder = folder;
  }

  /**
   * Starts it and waits until it is healthy.
   * @param args its arguments for a folder and an address
   * @param health the path that answers 200 when it listens
   */
  static async start(
    program: string,
    args: (folder: string, address: string) => string[],
    health: string,
  ): Promise<Peer> {
    const folder = mkdtempSync(join(tmpdir(), 'hubscope-bench-'));
    const address = `127.0.0.1:${String(await freePort())}`;
    const child = spawn(program, args(folder, address), { cwd: folder, stdio: 'ignore' });
    const peer = new Peer(child, folder, `http://${address}`);
    await eventually({ what: `${program} to listen`, withinMs: 30_000 }, async () => {
      if (child.exitCode !== null) throw new Hopeless(`${program} ended`);
      return (await fetch(peer.url + health)).ok ? true : null;
    });
    return peer;
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the peer did not start');
    return this.#child.pid;
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await gone;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
