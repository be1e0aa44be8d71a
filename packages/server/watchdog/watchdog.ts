import { url as inspectedAt } from 'node:inspector';
import { Worker } from 'node:worker_threads';
import type { Log, LogForm } from '@hubscope/core/log';
import { eachMs, type Orders, type Stall } from './orders.js';
import type { Patience } from './watch.js';

const aboutBytes = 4096;
/** The thread does little: a heap of the usual size would only be in the way, MB. */
const threadHeap = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 };

export interface WatchdogOptions {
  readonly patience: Patience;
  readonly log: Log;
  readonly form: LogForm;
  readonly dump: string;
  readonly version: string;
  /** What the server does at this moment, for who is to find out why it stood still; asked for each second. */
  readonly about: () => Readonly<Record<string, number>>;
}

/** Watches this process's event loop from a thread beside it. */
export class Watchdog {
  readonly #options: WatchdogOptions;
  readonly #signs = new SharedArrayBuffer(8);
  readonly #about = new SharedArrayBuffer(aboutBytes);
  #worker: Worker | null = null;
  #timer: NodeJS.Timeout | null = null;
  #beats = 0;
  #stalls = 0;
  #known: Readonly<Record<string, unknown>> = {};

  constructor(options: WatchdogOptions) {
    this.#options = options;
  }

  /** How often the loop has stood still so far. */
  get stalls(): number {
    return this.#stalls;
  }

  /** Begins. In a process that somebody looks into with a debugger it does not: they may stop it for as long as they like. */
  start(): void {
    if (inspectedAt() !== undefined) return;
    const { patience, form, dump, version, log } = this.#options;
    const workerData: Orders = { patience, signs: this.#signs, about: this.#about, form, dump, version };
    this.#sign();
    const worker = new Worker(new URL('./watchdog-thread.js', import.meta.url), {
      workerData,
      resourceLimits: threadHeap,
    });
    worker.unref();
    worker.on('message', (stall: Stall) => {
      this.#hear(stall);
    });
    worker.on('error', (error) => {
      log.error('the event loop is watched no more', { error });
    });
    this.#worker = worker;
    this.#timer = setInterval(() => {
      this.#sign();
    }, eachMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#worker?.terminate();
    this.#worker = null;
  }

  #sign(): void {
    const signs = new Int32Array(this.#signs);
    if (this.#beats % (1000 / eachMs) === 0) {
      const said = Buffer.from(JSON.stringify(this.#options.about()));
      // What is cut is no JSON: too much is left out.
      const told = said.length <= aboutBytes ? said : Buffer.from('{}');
      new Uint8Array(this.#about).set(told);
      Atomics.store(signs, 1, told.length);
    }
    this.#beats += 1;
    Atomics.add(signs, 0, 1);
  }

  #hear(stall: Stall): void {
    if (!stall.over) {
      this.#known = stall.known;
      return;
    }
    this.#stalls += 1;
    this.#options.log.warn('the event loop stood still', { ...this.#known, stood_ms: Math.round(stall.ms) });
    this.#known = {};
  }
}
