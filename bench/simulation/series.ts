import type { Random } from './random.js';

/** One value a second, without end. */
export type Source = () => number;

/** AR(1) about 1, kept above zero. @param variation standard deviation ÷ mean @param memory correlation of neighbours */
export function autoregressive(random: Random, variation: number, memory: number): Source {
  let state = random.normal();
  const fresh = Math.sqrt(1 - memory ** 2);
  return () => {
    state = memory * state + fresh * random.normal();
    return Math.max(0.01, 1 + variation * state);
  };
}

/** Log-normal and independent. */
export function logNormal(random: Random, sigma: number): Source {
  return () => Math.exp(sigma * random.normal());
}

/** A kind of noise that hubs show. */
export interface Kind {
  /** For programs. */
  readonly name: string;
  readonly title: string;
  readonly make: (random: Random) => Source;
}

/** Independent, autoregressive and heavy-tailed noise. */
export const kinds: readonly Kind[] = [
  { name: 'independent', title: 'independent, CV 0.2', make: (random) => autoregressive(random, 0.2, 0) },
  { name: 'ar05', title: 'AR(1) φ 0.5, CV 0.2', make: (random) => autoregressive(random, 0.2, 0.5) },
  { name: 'ar09', title: 'AR(1) φ 0.9, CV 0.2', make: (random) => autoregressive(random, 0.2, 0.9) },
  { name: 'lognormal1', title: 'log-normal σ 1', make: (random) => logNormal(random, 1) },
  { name: 'lognormal15', title: 'log-normal σ 1.5', make: (random) => logNormal(random, 1.5) },
];

/** The kind in which effects are looked for: CV 0.2, φ 0.5. */
export const usual: Kind['make'] = (random) => autoregressive(random, 0.2, 0.5);

/** Seconds of a batch. */
export const batchSeconds = 10;

/** Mean of the next ten seconds. */
export function nextBatch(source: Source): number {
  let sum = 0;
  for (let second = 0; second < batchSeconds; second += 1) sum += source();
  return sum / batchSeconds;
}
