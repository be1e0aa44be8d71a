/** A source of numbers in [0, 1), the same for the same seed. Source: Tommy Ettinger's mulberry32. */
export type Random = () => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A standard normal number. Source: Box & Muller (1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** What an autoregressive series looks like. */
export interface Autoregressive {
  readonly seconds: number;
  readonly mean: number;
  /** Standard deviation ÷ mean. */
  readonly variation: number;
  /** Correlation of neighbouring seconds. */
  readonly memory: number;
}

/** One value a second, AR(1), kept above zero. */
export function autoregressive(
  random: Random,
  { seconds, mean, variation, memory }: Autoregressive,
): number[] {
  let state = normal(random);
  return Array.from({ length: seconds }, () => {
    state = memory * state + Math.sqrt(1 - memory ** 2) * normal(random);
    return mean * Math.max(0.01, 1 + variation * state);
  });
}
