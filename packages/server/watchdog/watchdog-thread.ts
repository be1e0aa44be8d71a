import { renameSync, writeFileSync, writeSync } from 'node:fs';
import { memoryUsage } from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';
import { logLine } from '@hubscope/core/log';
import { eachMs, type Orders, type Stall } from './orders.js';
import { mainStack } from './stack.js';
import { Watch, type Sight } from './watch.js';

/* A thread of its own: who stands still himself can't say so. */
const { patience, signs, about, form, dump, version } = workerData as Orders;
const given = new Int32Array(signs);
const watch = new Watch(patience, eachMs, performance.now());

/** Resident memory; null where no more files can be opened, of which that takes one. */
function residentMb(): number | null {
  try {
    return Math.round(memoryUsage.rss() / 1e6);
  } catch {
    return null;
  }
}

/** What is known of the main thread, by itself before and from outside now. */
function known(ms: number, stack: string[] | null): Record<string, unknown> {
  const text = new TextDecoder().decode(new Uint8Array(about).slice(0, Atomics.load(given, 1)));
  return {
    stood_ms: Math.round(ms),
    at: stack ?? 'outside of JavaScript, or it does not answer',
    rss_mb: residentMb(),
    ...(JSON.parse(text === '' ? '{}' : text) as Record<string, unknown>),
  };
}

/** Keeps what is known in a file: a supervisor may throw the log away. */
function keep(time: number, what: Record<string, unknown>): string | null {
  try {
    const part = `${dump}.part`;
    writeFileSync(part, `${JSON.stringify({ time, version, ...what }, null, 2)}\n`, { mode: 0o600 });
    renameSync(part, dump);
    return dump;
  } catch {
    return null;
  }
}

async function endProcess(ms: number): Promise<void> {
  const what = known(ms, await mainStack());
  const time = Date.now();
  const context = { ...what, kept: keep(time, what) };
  const message = 'the event loop hangs: the server ends itself, to be started anew';
  try {
    writeSync(2, `${logLine(form, { time, level: 'error', message, context })}\n`);
  } catch {
    // Nobody reads it; it ends all the same.
  }
  // No handler of a signal runs in a loop that hangs.
  process.kill(process.pid, 'SIGKILL');
}

async function tell({ state, ms }: Sight): Promise<void> {
  if (state === 'hung') await endProcess(ms);
  const told: Stall =
    state === 'stalled' ? { over: false, known: known(ms, await mainStack()) } : { over: true, ms };
  parentPort?.postMessage(told);
}

/** What is told, one after the other: asking where the loop stands takes longer than a look. */
let telling = Promise.resolve();
setInterval(() => {
  const sight = watch.look(Atomics.load(given, 0), performance.now());
  if (sight !== null) telling = telling.then(() => tell(sight));
}, eachMs);
