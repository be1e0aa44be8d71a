import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { Undelivered } from './delivery.js';
import { LoadBoard } from './load-board.js';
import { type Switches } from './switches.js';
import type { ThreadData } from './threads/start.js';

const analysts = 2;

/** Short-lived objects are most of what a thread makes: a small nursery is swept often and keeps the process small, MB. */
const resourceLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 256 };

/** The agents' threads, with a channel between each two that talk. */
export class Crew {
  /** To the desk, and from it. */
  readonly desk: MessagePort;
  readonly #workers: Worker[];

  private constructor(desk: MessagePort, workers: Worker[]) {
    this.desk = desk;
    this.#workers = workers;
  }

  /** Starts all threads and waits until each is ready. */
  static async start(
    shelf: string,
    switches: Switches,
    undelivered: Undelivered,
    failed: (error: Error) => void,
  ): Promise<Crew> {
    const board = LoadBoard.for(analysts);
    const names = ['desk', 'retriever', ...Array.from({ length: analysts }, (_, n) => `analyst${String(n)}`)];
    const ports = new Map<string, Record<string, MessagePort>>(names.map((name) => [name, {}]));
    const connect = (a: string, b: string): void => {
      const { port1, port2 } = new MessageChannel();
      ports.set(a, { ...ports.get(a), [b]: port1 });
      ports.set(b, { ...ports.get(b), [a]: port2 });
    };
    connect('main', 'desk');
    connect('desk', 'retriever');
    for (const name of names.slice(2)) {
      connect('retriever', name);
      connect(name, 'desk');
    }
    const desk = ports.get('main')?.['desk'];
    if (desk === undefined) throw new Error('the desk has no port');
    const workers = names.map((name, place) => {
      const own = ports.get(name) ?? {};
      const number = Math.max(0, place - 2);
      const workerData: ThreadData = {
        shelf,
        switches: switches.memory,
        board: board.memory,
        undelivered: undelivered.memory,
        ports: own,
        number,
      };
      const file = new URL(`./threads/${name.replace(/\d+$/, '')}.js`, import.meta.url);
      const worker = new Worker(file, { workerData, transferList: Object.values(own), resourceLimits });
      worker.on('error', failed);
      return worker;
    });
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((resolve) =>
            worker.once('message', () => {
              resolve();
            }),
          ),
      ),
    );
    return new Crew(desk, workers);
  }

  /** Lets each thread send its last telemetry, and ends it. */
  async stop(): Promise<void> {
    await Promise.all(
      this.#workers.map((worker) => {
        const gone = new Promise<void>((resolve) =>
          worker.once('exit', () => {
            resolve();
          }),
        );
        worker.postMessage('stop');
        return gone;
      }),
    );
  }
}
