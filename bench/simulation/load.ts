import { Cells, judge } from '@hubscope/core/impact';
import { Random } from './random.js';
import { autoregressive, batchSeconds } from './series.js';
import { alpha, isWrong, tolerance } from './stretch.js';

/** What arrived in a second, and how long it took in sum, ms. */
interface Second {
  readonly operations: number;
  readonly sum: number;
}

/** A hub whose latency rises with its load, and nothing else. */
export interface LoadScene {
  readonly name: string;
  readonly title: string;
  readonly baseline: number;
  readonly seconds: number;
  /** @returns what happens in the second `at`, counted from the start of the baseline; `factor` multiplies the load */
  readonly make: (random: Random) => (at: number, factor: number) => Second;
}

const capacity = 200;

/** Mean time in a queue whose server is used to this share, ms. */
const queued = (load: number): number => 20 / (1 - Math.min(0.97, load / capacity));

/** Latency that depends on the load of the second, with noise of its own. */
function loaded(random: Random, demand: (at: number) => number): (at: number, factor: number) => Second {
  const noise = autoregressive(random, 0.2, 0.5);
  return (at, factor) => {
    const operations = demand(at) * factor;
    return { operations, sum: operations * queued(operations) * noise() };
  };
}

/** A queue with one server, each operation followed: Poisson arrivals, 100 a second, and exponential work, 143 a second. */
function oneServer(random: Random): (at: number, factor: number) => Second {
  let waiting = 0;
  return (_, factor) => {
    let [operations, sum] = [0, 0];
    for (let clock = 0; ;) {
      const gap = random.exponential() / (100 * factor);
      clock += gap;
      waiting = Math.max(0, waiting - gap);
      if (clock > 1) return { operations, sum };
      waiting += random.exponential() / 143;
      operations += 1;
      sum += 1000 * waiting;
    }
  };
}

export const diurnal: LoadScene = {
  name: 'diurnal',
  title: 'a day of load between 50 and 150/s, latency as in a queue',
  baseline: 3600,
  seconds: 86_400,
  make: (random) => {
    const noise = autoregressive(random, 0.1, 0.9);
    return loaded(random, (at) => 100 * (1 + 0.5 * Math.sin((2 * Math.PI * at) / 86_400)) * noise());
  },
};

export const loadScenes: readonly LoadScene[] = [
  { name: 'queue', title: 'one server, Poisson', baseline: 1800, seconds: 7200, make: oneServer },
  {
    name: 'wavering',
    title: 'load AR(1) φ 0.98, CV 0.1',
    baseline: 1800,
    seconds: 7200,
    make: (random) => {
      const noise = autoregressive(random, 0.1, 0.98);
      return loaded(random, () => 100 * noise());
    },
  },
  {
    name: 'jumping',
    title: 'load independent, CV 0.2',
    baseline: 1800,
    seconds: 7200,
    make: (random) => {
      const noise = autoregressive(random, 0.2, 0);
      return loaded(random, () => 100 * noise());
    },
  },
];

/** The share (0–1) of runs that end in a verdict on latency when only the load changed. @param factor of the load after */
export function verdictsFromLoad(
  scene: LoadScene,
  factor: number,
  runs: number,
  firstSeed: number,
  everySeconds: number,
): number {
  let wrong = 0;
  for (let run = 0; run < runs; run += 1) {
    const next = scene.make(new Random(firstSeed + run));
    const before = batches(next, 0, scene.baseline, 1);
    const cells = fill(before);
    const after = batches(next, scene.baseline, scene.seconds, factor);
    const growing = new Cells();
    let number = 0;
    for (const batch of after) {
      growing.set(number, batch);
      number += 1;
      if (number > 30 && (number * batchSeconds) % everySeconds !== 0) continue;
      const judged = judge(cells, growing, {
        better: 'lower',
        tolerance,
        alpha,
        batchSeconds,
        likeForLike: true,
        forecast: false,
      });
      if (!isWrong(judged)) continue;
      wrong += 1;
      break;
    }
  }
  return wrong / runs;
}

function fill(batches: Iterable<{ value: number; load: number; recent: number }>): Cells {
  const cells = new Cells();
  let number = 0;
  for (const batch of batches) {
    cells.set(number, batch);
    number += 1;
  }
  return cells;
}

/** Batches as the engine makes them from points: mean latency, load, and load of the minute that ends with it. */
function* batches(
  next: (at: number, factor: number) => Second,
  from: number,
  seconds: number,
  factor: number,
): Generator<{ value: number; load: number; recent: number }> {
  const minute: number[] = [];
  for (let at = from; at < from + seconds; at += batchSeconds) {
    let [operations, sum] = [0, 0];
    for (let second = at; second < at + batchSeconds; second += 1) {
      const done = next(second, factor);
      operations += done.operations;
      sum += done.sum;
    }
    const load = operations / batchSeconds;
    minute.push(load);
    if (minute.length > 60 / batchSeconds) minute.shift();
    const recent = minute.reduce((total, each) => total + each, 0) / minute.length;
    if (operations > 0) yield { value: sum / operations, load, recent };
  }
}
