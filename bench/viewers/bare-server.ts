import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The plainest server of ticks there is (`bare.ts`), as a process of its own. */
export class BareServer {
  readonly #child: ChildProcess;

  private constructor(
    child: ChildProcess,
    readonly port: number,
  ) {
    this.#child = child;
  }

  /** @param tickBytes the length of each message */
  static async start(tickBytes: number): Promise<BareServer> {
    const program = fileURLToPath(new URL('bare.js', import.meta.url));
    const child = spawn(process.execPath, [program, String(Math.round(tickBytes))], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [port] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return new BareServer(child, Number(port));
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the bare server did not start');
    return this.#child.pid;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.stdin?.end();
    await ended;
  }
}
