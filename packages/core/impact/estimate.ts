import { boundary } from './boundary.js';
import type { Cells } from './cells.js';
import type { LoadRange } from './load.js';
import { noiseOf, type Noise } from './noise.js';
import { loadFit, plainFit } from './regression.js';
import { sampleOf, type Scale } from './sample.js';

/**
 * The groups of batches at which the interval is narrowest, unless half the stretch before has fewer: large effects are proven in
 * a few batches, small ones take no more than a tenth longer for it.
 */
const tunedBatches = 12;
const tunedShare = 0.5;

/** The difference of two stretches' means, after minus before, and what it stands on. */
export interface Estimate {
  readonly difference: number;
  /** Mean of the stretch before, at the load of the stretch after. */
  readonly before: number;
  /** What the noise of each stretch adds to the variance of the difference. */
  readonly varianceBefore: number;
  readonly varianceAfter: number;
  readonly noise: Noise;
  /** 1 / variance of the difference, in units of one group's variance before. */
  readonly information: number;
  /** The information at which the interval is narrowest. */
  readonly tuned: number;
  readonly freedom: number;
  /** How many batches of each stretch were compared. */
  readonly batchesBefore: number;
  readonly batchesAfter: number;
}

/**
 * The difference between two stretches, at equal load where a range is given; null where there is too little to tell.
 * @param range the load that both have seen; null to compare as it stands
 */
export function estimate(
  before: Cells,
  after: Cells,
  scale: Scale,
  range: LoadRange | null,
): Estimate | null {
  const sample = sampleOf(before, after, scale, range);
  const { size, values, weights, split, batchesBefore, batchesAfter } = sample;
  if (batchesBefore < 2 || batchesAfter < 1) return null;
  const fit = range === null ? plainFit(sample) : loadFit(sample);
  if (fit === null) return null;
  const noise = noiseOf(fit.residuals, sample);
  const varianceBefore = noise.before * fit.leanBefore;
  const varianceAfter = noise.after * fit.leanAfter;
  const variance = varianceBefore + varianceAfter;
  let meanAfter = 0;
  for (let index = split; index < size; index += 1) {
    meanAfter += ((weights[index] ?? 0) * (values[index] ?? 0)) / batchesAfter;
  }
  return {
    difference: fit.difference,
    before: meanAfter - fit.difference,
    varianceBefore,
    varianceAfter,
    noise,
    information: variance > 0 ? noise.before / noise.batches / variance : 0,
    tuned: Math.min(tunedBatches, Math.max(1, (batchesBefore / noise.batches) * tunedShare)),
    freedom: freedomOf(varianceBefore, varianceAfter, noise),
    batchesBefore,
    batchesAfter,
  };
}

/** Degrees of freedom of a sum of two estimated variances. Source: Welch (1947), Satterthwaite (1946). */
export function freedomOf(
  before: number,
  after: number,
  noise: Pick<Noise, 'freedomBefore' | 'freedomAfter'>,
): number {
  const { freedomBefore, freedomAfter } = noise;
  if (freedomBefore < 1 || freedomAfter < 1) return 0;
  const spread = before ** 2 / freedomBefore + after ** 2 / freedomAfter;
  return spread > 0 ? (before + after) ** 2 / spread : 0;
}

/** How far the truth may lie from the difference, at every look at once: standard errors times the boundary. */
export function radius(found: Estimate, alpha: number): number {
  const reach = boundary(found.information, found.tuned, found.freedom, alpha);
  return reach * Math.sqrt(found.varianceBefore + found.varianceAfter);
}
