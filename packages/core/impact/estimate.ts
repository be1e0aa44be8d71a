import { boundary } from './boundary.js';
import type { Cells } from './cells.js';
import { solve } from './linear.js';
import { noiseOf, type Noise, type Residuals } from './noise.js';
import type { LoadRange } from './load.js';

/** The batches at which the interval is narrowest, unless the stretch before has fewer. */
const tunedBatches = 30;

/** Logarithms compare ratios; values that are not all above 0 are compared as they are. */
export type Scale = 'log' | 'linear';

/** The difference of two stretches' means, after minus before, and what it stands on. */
export interface Estimate {
  readonly difference: number;
  /** Mean of the stretch before, at the load of the stretch after. */
  readonly before: number;
  /** Variance of each mean. */
  readonly varianceBefore: number;
  readonly varianceAfter: number;
  readonly noise: Noise;
  /** Precision that the two stretches give, as 1/variance in units of one group's variance. */
  readonly information: number;
  readonly tuned: number;
  readonly freedom: number;
  /** How many batches of each stretch were compared. */
  readonly batchesBefore: number;
  readonly batchesAfter: number;
}

/** The part of a stretch that is compared, cell by cell. */
export interface Sample {
  readonly values: number[];
  readonly weights: number[];
  readonly loads: number[];
  readonly recents: number[];
}

/** The cells of a stretch whose load over the last minute lies in the range; all of them where there is none. */
export function sampleOf(cells: Cells, scale: Scale, range: LoadRange | null): Sample {
  const sample: Sample = { values: [], weights: [], loads: [], recents: [] };
  for (let index = 0; index < cells.length; index += 1) {
    const recent = cells.recent(index);
    if (range !== null && !(recent >= range.low && recent <= range.high)) continue;
    sample.values.push(scale === 'log' ? cells.log(index) : cells.value(index));
    sample.weights.push(cells.weight(index));
    sample.loads.push(cells.load(index));
    sample.recents.push(recent);
  }
  return sample;
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

/** Columns of the regression: which stretch, and the load in a smooth curve. */
function regressors(before: Sample, after: Sample, degree: number): Float64Array[] {
  const [first, second] = [before.values.length, after.values.length];
  const size = first + second;
  const one = new Float64Array(size).fill(1);
  const changed = new Float64Array(size).fill(1, first);
  if (degree === 0) return [one, changed];
  const loads = [...before.loads, ...after.loads];
  const recents = [...before.recents, ...after.recents];
  const middle = total(recents) / size;
  const spread = Math.sqrt(total(recents.map((load) => (load - middle) ** 2)) / size) || 1;
  const curve = Array.from({ length: degree }, (_, power) =>
    Float64Array.from(recents, (load) => ((load - middle) / spread) ** (power + 1)),
  );
  const now = Float64Array.from(loads, (load, index) => (load - (recents[index] ?? load)) / spread);
  const moved = now.some((each) => Math.abs(each) > 1e-9);
  return moved ? [one, changed, ...curve, now] : [one, changed, ...curve];
}

/** Weighted least squares: the coefficients, and for each cell how the difference leans on it. */
function regress(
  columns: readonly Float64Array[],
  values: readonly number[],
  weights: readonly number[],
): { coefficients: Float64Array; leverage: Float64Array } | null {
  const size = columns.length;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  columns.forEach((column, row) => {
    columns.forEach((other, place) => {
      if (place > row) return;
      let sum = 0;
      for (let index = 0; index < values.length; index += 1) {
        sum += (weights[index] ?? 0) * (column[index] ?? 0) * (other[index] ?? 0);
      }
      matrix[row * size + place] = sum;
      matrix[place * size + row] = sum;
    });
    right[row] = values.reduce(
      (sum, value, index) => sum + (weights[index] ?? 0) * (column[index] ?? 0) * value,
      0,
    );
  });
  const coefficients = solve(matrix, right);
  const unit = new Float64Array(size);
  unit[1] = 1;
  const lean = solve(matrix, unit);
  if (coefficients === null || lean === null) return null;
  const leverage = Float64Array.from(values, (_, index) =>
    columns.reduce((sum, column, row) => sum + (lean[row] ?? 0) * (column[index] ?? 0), 0),
  );
  return { coefficients, leverage };
}

/** The degree of the load's curve that so many batches can bear. */
function degreeFor(batches: number): number {
  if (batches < 12) return 1;
  return batches < 40 ? 2 : 3;
}

/**
 * The difference between two stretches, at equal load where it is to be: a regression of batch values on the load (a curve of up to the third
 * degree in the load of the last minute, and how far the batch's own load lies from it) and on which stretch a batch is of.
 * @param range the load that both have seen; null to compare as it stands
 */
export function estimate(
  before: Cells,
  after: Cells,
  scale: Scale,
  range: LoadRange | null,
): Estimate | null {
  const [first, second] = [sampleOf(before, scale, range), sampleOf(after, scale, range)];
  const [batchesBefore, batchesAfter] = [total(first.weights), total(second.weights)];
  if (batchesBefore < 2 || batchesAfter < 1) return null;
  const values = [...first.values, ...second.values];
  const weights = [...first.weights, ...second.weights];
  const degree = range === null ? 0 : degreeFor(Math.min(batchesBefore, batchesBefore + batchesAfter));
  const columns = regressors(first, second, degree);
  const fit = regress(columns, values, weights);
  if (fit === null) return null;
  const split = first.values.length;
  const residual = Float64Array.from(values, (value, index) =>
    columns.reduce((sum, column, row) => sum - (fit.coefficients[row] ?? 0) * (column[index] ?? 0), value),
  );
  const part = (from: number, to: number): Residuals => ({
    values: residual.subarray(from, to),
    weights: Float64Array.from(weights.slice(from, to)),
  });
  const noise = noiseOf(
    part(0, split),
    part(split, values.length),
    Math.max(before.coarseness, after.coarseness),
  );
  let [leanBefore, leanAfter] = [0, 0];
  fit.leverage.forEach((lean, index) => {
    const square = lean * lean * (weights[index] ?? 0);
    if (index < split) leanBefore += square;
    else leanAfter += square;
  });
  const varianceBefore = noise.before * leanBefore;
  const varianceAfter = noise.after * leanAfter;
  const variance = varianceBefore + varianceAfter;
  const difference = fit.coefficients[1] ?? 0;
  const meanAfter = total(second.values.map((value, index) => value * (second.weights[index] ?? 0)));
  return {
    difference,
    before: meanAfter / batchesAfter - difference,
    varianceBefore,
    varianceAfter,
    noise,
    information: variance > 0 ? noise.before / noise.batches / variance : 0,
    tuned: Math.min(tunedBatches, Math.max(1, batchesBefore / noise.batches / 2)),
    freedom: freedomOf(varianceBefore, varianceAfter, noise),
    batchesBefore,
    batchesAfter,
  };
}

/** Degrees of freedom of a sum of two estimated variances. Source: Welch (1947), Satterthwaite (1946). */
function freedomOf(before: number, after: number, noise: Noise): number {
  const { freedomBefore, freedomAfter } = noise;
  if (freedomBefore < 1 || freedomAfter < 1) return 0;
  const spread = before ** 2 / freedomBefore + after ** 2 / freedomAfter;
  return spread > 0 ? (before + after) ** 2 / spread : 0;
}

/** Standard errors times the boundary: how far the truth may lie from the difference, at every look at once. */
export function radius(found: Estimate, alpha: number): number {
  const reach = boundary(found.information, found.tuned, found.freedom, alpha);
  return reach * Math.sqrt(found.varianceBefore + found.varianceAfter);
}
