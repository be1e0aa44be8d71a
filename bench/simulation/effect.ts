import { Random } from './random.js';
import { batchSeconds, nextBatch, usual } from './series.js';
import { covers, Stretches } from './stretch.js';

/** How long an effect takes to be proven. */
export interface EffectTimes {
  readonly effect: number;
  /** Seconds; Infinity where not proven within the time looked at. */
  readonly median: number;
  readonly p95: number;
  /** The share (0–1) of runs proven within three minutes. */
  readonly threeMinutes: number;
  /** The share of runs whose interval held the truth at every look until then. */
  readonly covered: number;
  /** Seconds at which a Welch test with its length fixed beforehand has a power of 80 %. */
  readonly welch: number;
}

const longest = 12 * 3600;
const power = 0.8;

/** Proves an effect, run by run. @param baseline seconds of the stretch before */
export function effectTimes(effect: number, runs: number, firstSeed: number, baseline: number): EffectTimes {
  const times: number[] = [];
  let covered = 0;
  for (let run = 0; run < runs; run += 1) {
    const source = usual(new Random(firstSeed + run));
    const stretches = new Stretches(source, baseline);
    let [held, time] = [true, Infinity];
    while (time === Infinity && stretches.seconds < longest) {
      const judged = stretches.look(source, 1 + effect);
      held &&= covers(judged, effect);
      if (judged.verdict === 'improved') time = stretches.seconds;
    }
    times.push(time);
    if (held) covered += 1;
  }
  times.sort((a, b) => a - b);
  return {
    effect,
    median: times[Math.floor(runs / 2)] ?? Infinity,
    p95: times[Math.ceil(0.95 * runs) - 1] ?? Infinity,
    threeMinutes: times.filter((time) => time <= 180).length / runs,
    covered: covered / runs,
    welch: welchSeconds(effect, runs, firstSeed, baseline),
  };
}

/** The 97.5 % quantile of Student's t. Source: Cornish & Fisher expansion, within 1 % from 3 degrees of freedom on. */
function studentQuantile(freedom: number): number {
  const z = 1.959964;
  const [first, second, third] = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ];
  return z + first / freedom + second / freedom ** 2 + third / freedom ** 3;
}

function moments(values: readonly number[]): { mean: number; error2: number; freedom: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error2: squares / (values.length - 1) / values.length, freedom: values.length - 1 };
}

/** Whether Welch's test on batch means, looked at once, finds a difference at 5 %. */
function welchFinds(before: readonly number[], after: readonly number[]): boolean {
  const [first, second] = [moments(before), moments(after)];
  const error2 = first.error2 + second.error2;
  const freedom = error2 ** 2 / (first.error2 ** 2 / first.freedom + second.error2 ** 2 / second.freedom);
  return Math.abs(second.mean - first.mean) > studentQuantile(freedom) * Math.sqrt(error2);
}

/** The shortest length, in whole batches, at which Welch's test has its power. */
function welchSeconds(effect: number, runs: number, firstSeed: number, baseline: number): number {
  const hits = (batches: number): number => {
    let found = 0;
    for (let run = 0; run < runs; run += 1) {
      const source = usual(new Random(firstSeed + run));
      const before = Array.from({ length: baseline / batchSeconds }, () => nextBatch(source));
      const after = Array.from({ length: batches }, () => (1 + effect) * nextBatch(source));
      if (welchFinds(before, after)) found += 1;
    }
    return found / runs;
  };
  let most = 4;
  while (hits(most) < power && most * batchSeconds < longest) most *= 2;
  let least = Math.max(2, most / 2);
  while (most - least > 1) {
    const middle = Math.floor((most + least) / 2);
    if (hits(middle) >= power) most = middle;
    else least = middle;
  }
  return most * batchSeconds;
}
