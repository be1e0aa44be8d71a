import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { eventually, Hopeless } from '../../bench/harness/eventually.js';
import type { Ledger, LoadOrder } from './ledger.js';

const program = fileURLToPath(new URL('load.ts', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Vite runs the TypeScript source as it stands. */
const bootstrap = "const { runnerImport } = await import('vite'); await runnerImport(process.argv[1]);";

/** `load.ts` as a process of its own. */
export class LoadClient {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  #ended = false;

  constructor(order: LoadOrder) {
    const args = ['--input-type=module', '--eval', bootstrap, program, JSON.stringify(order)];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: child.stdout }).on('line', (line) => this.#lines.push(line));
    child.once('exit', () => {
      this.#ended = true;
    });
    this.#child = child;
  }

  /** What it sent, once it has sent all. */
  ledger(withinMs: number): Promise<Ledger> {
    return eventually({ what: 'the client has sent its load', withinMs }, () => {
      const line = this.#lines.find((each) => each.startsWith('ledger '));
      if (line !== undefined) return JSON.parse(line.slice('ledger '.length)) as Ledger;
      if (this.#ended) throw new Hopeless('the client ended early');
      return null;
    });
  }

  /** Lets it end as a program does: with its last telemetry sent. */
  async stop(): Promise<void> {
    if (this.#ended) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin?.end();
    await gone;
  }
}
