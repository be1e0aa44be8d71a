import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { millis, second, SimulatedClock } from '@hubscope/core/time';
import { config } from '@hubscope/core/wire';
import { DuckStore, signalTables } from '@hubscope/server/stages';
import { pause } from '../harness/eventually.js';
import { ManyComponents } from './many.js';

/** What writing took, second by second, ms. */
export interface Writes {
  readonly took: readonly number[];
  /** CPU time of this process, which tells the same on a machine that has other things to do. */
  readonly cpu: readonly number[];
}

/**
 * Writes seconds of a hub of many components to a store on disk whose database takes them in every five minutes.
 * @param everyMs real time a second: less than 1,000 lets the store work harder than it has to
 */
export async function timedWrites(components: number, seconds: number, everyMs: number): Promise<Writes> {
  const folder = mkdtempSync(join(tmpdir(), 'hubscope-bench-'));
  const { table, added: signals } = signalTables(config.parse({}));
  const start = Math.floor(Date.now() / 1000);
  const clock = new SimulatedClock(millis(start * 1000));
  const say = (sentence: string): never => {
    throw new Error(sentence);
  };
  const store = await DuckStore.open({ folder, clock, table, signals, say });
  const hub = new ManyComponents(table, components);
  const took: number[] = [];
  const cpu: number[] = [];
  const begun = performance.now();
  try {
    for (let at = 0; at < seconds; at += 1) {
      clock.set(millis((start + at + 1) * 1000));
      const points = hub.at(second(start + at));
      const before = { at: performance.now(), cpu: process.cpuUsage() };
      store.write(points);
      took.push(performance.now() - before.at);
      const { user, system } = process.cpuUsage(before.cpu);
      cpu.push((user + system) / 1000);
      if (at % 10 === 9) void store.tend();
      await pause(Math.max(0, begun + (at + 1) * everyMs - performance.now()));
    }
    await store.tend();
    await store.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { took, cpu };
}
