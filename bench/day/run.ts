import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { House } from './house.js';
import { mostMemory } from './most-memory.js';
import { SimulatedHub, type HubPlan } from './hub.js';

export interface DayPlan {
  readonly folder: string;
  readonly hubs: readonly HubPlan[];
  /** s since the epoch, excluded. */
  readonly to: number;
  readonly seconds: number;
  /** Told how far it is, each simulated hour. */
  readonly hour?: (sample: MemorySample) => void;
}

/** Memory at a simulated hour, MB (10^6 bytes). */
export interface MemorySample {
  readonly hour: number;
  /** What this process has of the machine's memory, the simulation itself included. */
  readonly rssMb: number;
  /** What is in use after a collection: that which would grow if something was never let go. */
  readonly liveMb: number;
  /** The most that the process with the database has had at once; null where there is none. */
  readonly databaseMb: number | null;
}

export interface Day {
  readonly samples: readonly MemorySample[];
  readonly points: number;
  /** s of real time. */
  readonly took: number;
  /** CPU-seconds of this process, the simulation of the hubs included. */
  readonly cpuSeconds: number;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function sample(hour: number, databasePid: number | null): MemorySample {
  collect();
  const { rss, heapUsed, external } = process.memoryUsage();
  const databaseMb = databasePid === null ? null : mostMemory(databasePid);
  return { hour, rssMb: rss / 1e6, liveMb: (heapUsed + external) / 1e6, databaseMb };
}

/** Runs hubs through the stages, second by second. */
export async function runDay({ folder, hubs: plans, to, seconds, hour }: DayPlan): Promise<Day> {
  const from = to - seconds;
  const house = await House.open(folder, from);
  const hubs = plans.map((plan) => new SimulatedHub(plan));
  const samples: MemorySample[] = [];
  const begun = { at: performance.now(), cpu: process.cpuUsage() };
  for (let at = from; at < to; at += 1) {
    await house.second(at, hubs);
    if ((at + 1 - from) % 3600 !== 0) continue;
    const taken = sample((at + 1 - from) / 3600, house.databasePid);
    samples.push(taken);
    hour?.(taken);
  }
  await house.close();
  const { user, system } = process.cpuUsage(begun.cpu);
  return {
    samples,
    points: house.points,
    took: (performance.now() - begun.at) / 1000,
    cpuSeconds: (user + system) / 1e6,
  };
}
