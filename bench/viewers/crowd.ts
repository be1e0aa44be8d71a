import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Form } from '../clients/bare-viewer.js';
import { pause } from '../harness/eventually.js';

export type Seen = readonly (readonly [second: number, arrival: number])[];

/**
 * What a program is started with that keeps to the last CPU (taskset, of util-linux); nothing where that can't be. Viewers have machines
 * of their own: here they would take the very CPU on which the server sends.
 */
export const onLastCpu =
  availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0
    ? ['taskset', '--cpu-list', String(availableParallelism() - 1)]
    : [];

/** A process of many viewers. */
export class Crowd {
  readonly #lines: string[] = [];
  readonly #child;
  readonly #connected: Promise<void>;
  readonly #gone: Promise<unknown>;

  private constructor(port: number, path: string, count: number, form: Form) {
    const program = fileURLToPath(new URL('../clients/viewers.js', import.meta.url));
    const [command, ...args] = [...onLastCpu, process.execPath, program, String(port), path, String(count)];
    args.push(form);
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#gone = new Promise((resolve) => this.#child.once('close', resolve));
    const lines = createInterface({ input: this.#child.stdout });
    this.#connected = new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        if (line === 'connected') resolve();
        else this.#lines.push(line);
      });
      lines.once('close', () => {
        reject(new Error('viewers ended early'));
      });
    });
  }

  /** Connects so many, and waits until each has its first frame. */
  static async gather(port: number, path: string, count: number, form: Form): Promise<Crowd> {
    const crowd = new Crowd(port, path, count, form);
    await crowd.#connected;
    return crowd;
  }

  /**
   * Ends it; answers what each of its viewers saw.
   * @param since ms of the machine's monotonic clock: what came before is left out
   */
  async end(since = 0): Promise<Seen[]> {
    this.#child.stdin.end();
    await this.#gone;
    const all = this.#lines.map((line) => JSON.parse(line) as Seen);
    return all.map((seen) => seen.filter(([, arrival]) => arrival >= since));
  }
}

/** What many viewers of one server saw. */
export interface Watched {
  readonly viewers: number;
  /** Of each tick that all of them got: from its first arrival to its last, ms. */
  readonly spreads: readonly number[];
  /** Ticks that any of them did not get, all viewers together. */
  readonly missed: number;
}

/** Lets so many viewers of the live form watch a server for so long. */
export async function watched(
  port: number,
  path: string,
  viewers: number,
  seconds: number,
): Promise<Watched> {
  const crowd = await Crowd.gather(port, path, viewers, 'live');
  await pause(seconds * 1000);
  return spreadsOf(await crowd.end());
}

/** When the ticks came to all of many viewers. */
export function spreadsOf(all: readonly Seen[]): Watched {
  const arrivals = new Map<number, { count: number; first: number; last: number }>();
  for (const seen of all) {
    for (const [second, arrival] of seen) {
      const known = arrivals.get(second);
      if (known === undefined) arrivals.set(second, { count: 1, first: arrival, last: arrival });
      else {
        known.count += 1;
        known.first = Math.min(known.first, arrival);
        known.last = Math.max(known.last, arrival);
      }
    }
  }
  // The first and last seconds, in which some were not yet or no longer there, are no whole ticks.
  const whole = [...arrivals.values()].filter(({ count }) => count === all.length);
  return {
    viewers: all.length,
    spreads: whole.map(({ first, last }) => last - first),
    missed: all.reduce((sum, seen) => sum + missed(seen), 0),
  };
}

/** How many ticks a viewer did not get from its first to its last. */
function missed(seen: Seen): number {
  const seconds = new Set(seen.map(([second]) => second));
  if (seconds.size === 0) return 1;
  return Math.max(...seconds) - Math.min(...seconds) + 1 - seconds.size;
}
