import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually, Hopeless } from './eventually.js';

const manifest = createRequire(import.meta.url).resolve('hubscope/package.json');
const command = join(dirname(manifest), 'bin', 'hubscope.js');

/** The ports that the `ready` line names. */
export interface Doors {
  readonly dashboard: number;
  readonly api: number;
  readonly otlpHttp: number;
  readonly otlpGrpc: number;
}

export interface ServeOptions {
  /** What follows `hubscope`. */
  readonly args?: readonly string[];
  /** Added to free ports on every door. */
  readonly env?: Readonly<Record<string, string>>;
  /** A program and its arguments that become the command, which follows them. */
  readonly via?: readonly string[];
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The built `hubscope` command as a process of its own, in an empty folder, with nothing but these variables. */
export class HubscopeProcess {
  readonly stdout: string[] = [];
  readonly stderr: string[] = [];
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  readonly #folder: string;

  constructor({ args = ['serve'], env = {}, via = [] }: ServeOptions) {
    this.#folder = mkdtempSync(join(tmpdir(), 'hubscope-e2e-'));
    const [program = command, ...rest] = [...via, command, ...args];
    const child = spawn(program, rest, {
      cwd: this.#folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: this.#folder,
        HUBSCOPE_DASHBOARD_PORT: '0',
        HUBSCOPE_API_PORT: '0',
        HUBSCOPE_OTLP_HTTP_PORT: '0',
        HUBSCOPE_OTLP_GRPC_PORT: '0',
        // Only where a test says so: its usual port may be taken.
        HUBSCOPE_STATSD_PORT: '-1',
        // A machine that is busy with other tests holds the loop up now and then: that says nothing of the server.
        HUBSCOPE_WATCHDOG_STALL_SECONDS: '30',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    createInterface({ input: child.stdout }).on('line', (line) => this.stdout.push(line));
    createInterface({ input: child.stderr }).on('line', (line) => this.stderr.push(line));
    this.ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        rmSync(this.#folder, { recursive: true, force: true });
        resolve({ code, signal });
      });
    });
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the server did not start');
    return this.#child.pid;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** All that it said, for messages of tests that fail. */
  get said(): string {
    return [...this.stdout, ...this.stderr].join('\n');
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends it as an operator would, and by force where it does not listen. */
  async stop(): Promise<Ended> {
    this.kill('SIGTERM');
    const force = setTimeout(() => {
      this.kill('SIGKILL');
    }, 8000);
    const ended = await this.ended;
    clearTimeout(force);
    return ended;
  }

  /** Waits until it ends by itself; by force, and with an error, where it does not. */
  async exit(withinMs = 15_000): Promise<Ended> {
    const force = setTimeout(() => {
      this.kill('SIGKILL');
    }, withinMs);
    const ended = await this.ended;
    clearTimeout(force);
    if (ended.signal === 'SIGKILL') {
      throw new Error(`it did not end within ${String(withinMs)} ms:\n${this.said}`);
    }
    return ended;
  }

  /** Waits for a line of standard output that fits. */
  line(pattern: RegExp, withinMs = 30_000): Promise<RegExpExecArray> {
    return eventually({ what: `a line like ${String(pattern)}`, withinMs }, () => {
      for (const line of this.stdout) {
        const found = pattern.exec(line);
        if (found !== null) return found;
      }
      if (!this.running) throw new Hopeless(`it ended:\n${this.said}`);
      return null;
    });
  }

  /** Waits until it listens. */
  async doors(): Promise<Doors> {
    const [, json = ''] = await this.line(/^ready (\{.*\})$/);
    return JSON.parse(json) as Doors;
  }
}

/** A server that listens. */
export interface Served {
  readonly process: HubscopeProcess;
  readonly doors: Doors;
  readonly api: string;
  readonly otlp: string;
  readonly grpc: string;
  readonly dashboard: string;
  readonly ws: string;
}

/** Starts `hubscope serve` and waits until it listens. */
export async function serve(options: ServeOptions = {}): Promise<Served> {
  const process = new HubscopeProcess(options);
  const doors = await process.doors();
  return {
    process,
    doors,
    api: `http://localhost:${String(doors.api)}`,
    otlp: `http://localhost:${String(doors.otlpHttp)}`,
    grpc: `http://localhost:${String(doors.otlpGrpc)}`,
    dashboard: `http://localhost:${String(doors.dashboard)}/dashboard`,
    ws: `ws://localhost:${String(doors.api)}/ws`,
  };
}
