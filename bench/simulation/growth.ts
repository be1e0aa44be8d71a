import { GrowthSeries, type Growth, type GrowthSpan } from '@hubscope/core/growth';
import { second } from '@hubscope/core/time';
import { Random } from './random.js';
import { autoregressive, type Source } from './series.js';

/** How a hub's memory varies by itself. */
export interface Memory {
  /** For programs. */
  readonly name: string;
  readonly title: string;
  /** About 1; one value each {@link everySeconds}. */
  readonly make: (random: Random) => Source;
}

/** Memory is sampled so often, s. */
const everySeconds = 5;

/** Grows by itself until a collection takes it back, which comes every minute or two. */
function sawtooth(random: Random): Source {
  let [height, length] = [0, 1];
  return () => {
    height += everySeconds / length;
    if (height > 1 || length === 1) [height, length] = [0, 60 + 60 * random.uniform()];
    return 0.95 + 0.1 * height + 0.005 * random.normal();
  };
}

const perSample = (perSecond: number): number => perSecond ** everySeconds;

export const memories: readonly Memory[] = [
  { name: 'independent', title: 'independent, CV 0.05', make: (random) => autoregressive(random, 0.05, 0) },
  {
    name: 'ar09',
    title: 'AR(1) φ 0.9 a second, CV 0.05',
    make: (random) => autoregressive(random, 0.05, perSample(0.9)),
  },
  {
    name: 'ar099',
    title: 'AR(1) φ 0.99 a second, CV 0.02',
    make: (random) => autoregressive(random, 0.02, perSample(0.99)),
  },
  { name: 'sawtooth', title: 'a heap that is collected every minute or two', make: sawtooth },
];

/** Shares (0–1) of runs. */
export interface GrowthFound {
  /** The interval held the true slope, at the look after a whole span. */
  readonly covered: number;
  /** Growth or shrinking was said of steady memory, at any look. */
  readonly wrong: number;
  /** "Stable" was said of memory that grows by twice the bound, at any look of the first span. */
  readonly missed: number;
  /** "Stable" was said of steady memory, at the look after a whole span. */
  readonly stable: number;
}

/** A look whenever a mean ends: between two of these nothing that is said changes. */
function looked(
  {
    kind,
    span,
    seed,
    perHour,
    spans,
  }: Readonly<{
    kind: Memory;
    span: GrowthSpan;
    seed: number;
    perHour: number;
    spans: number;
  }>,
  look: (found: Growth, at: number) => void,
): void {
  const series = new GrowthSeries(span);
  const source = kind.make(new Random(seed));
  for (let at = 0; at <= spans * span.over; at += everySeconds) {
    series.add(second(at), 100 * source() * (1 + (perHour * at) / 3600));
    if (at % span.step !== 0) continue;
    const found = series.growth();
    if (found !== null) look(found, at);
  }
}

/** Memory that is steady for so many spans, and memory that grows for one. */
export function growthFound(
  kind: Memory,
  span: GrowthSpan,
  runs: number,
  firstSeed: number,
  spans: number,
): GrowthFound {
  const counts = { covered: 0, wrong: 0, missed: 0, stable: 0 };
  for (let run = 0; run < runs; run += 1) {
    const seed = firstSeed + run;
    let [wrong, missed] = [false, false];
    looked({ kind, span, seed, perHour: 0, spans }, ({ low, high, state }, at) => {
      wrong ||= state === 'growing' || state === 'falling';
      if (at !== span.over) return;
      if (low <= 0 && high >= 0) counts.covered += 1;
      if (state === 'stable') counts.stable += 1;
    });
    looked({ kind, span, seed, perHour: 2 * span.stable, spans: 1 }, ({ state }) => {
      missed ||= state === 'stable';
    });
    if (wrong) counts.wrong += 1;
    if (missed) counts.missed += 1;
  }
  const share = (count: number): number => count / runs;
  return {
    covered: share(counts.covered),
    wrong: share(counts.wrong),
    missed: share(counts.missed),
    stable: share(counts.stable),
  };
}
