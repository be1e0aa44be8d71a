import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { Undelivered } from '../delivery.js';
import { startTraces } from '../telemetry.js';

/** What every thread is told when it starts. */
export interface ThreadData {
  readonly shelf: string;
  readonly switches: SharedArrayBuffer;
  readonly board: SharedArrayBuffer;
  readonly undelivered: SharedArrayBuffer;
  readonly ports: Readonly<Record<string, MessagePort>>;
  /** Which of its kind it is. */
  readonly number: number;
}

/** A thread's data, with its traces started; they are sent before it ends. */
export function startThread(): ThreadData {
  const data = workerData as ThreadData;
  const traces = startTraces(new Undelivered(data.undelivered));
  parentPort?.on('message', (message: unknown) => {
    if (message !== 'stop') return;
    void traces.shutdown().finally(() => process.exit(0));
  });
  return data;
}

/** A port that the thread was given. */
export function portOf(data: ThreadData, name: string): MessagePort {
  const port = data.ports[name];
  if (port === undefined) throw new Error(`this thread has no port ${name}`);
  return port;
}

/** Says that the thread is ready to work. */
export function ready(): void {
  parentPort?.postMessage('ready');
}
