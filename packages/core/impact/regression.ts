import { factor, solve } from './linear.js';
import { mostCompared, type Sample } from './sample.js';

/** What a regression tells of the difference between two stretches. It holds until the next one is made. */
export interface Fit {
  /** After minus before, at equal load. */
  readonly difference: number;
  /** What neither the load nor the stretch explains, cell by cell. */
  readonly residuals: Float64Array;
  /** Σ weight · leverage² over each stretch: its noise a batch, times this, is its part of the difference's variance. */
  readonly leanBefore: number;
  readonly leanAfter: number;
}

/** One, which stretch, a curve of the third degree, and the last minute's load. */
const mostColumns = 6;

/* Used over and over, as samples are. */
const residuals = new Float64Array(mostCompared);
/** The columns of the regression, cell by cell. */
const design = new Float64Array(mostCompared * mostColumns);
const normal = new Float64Array(mostColumns * mostColumns);
const coefficients = new Float64Array(mostColumns);
const lean = new Float64Array(mostColumns);

/** The difference of two means. */
export function plainFit({ size, values, weights, split, batchesBefore, batchesAfter }: Sample): Fit {
  let first = 0;
  let second = 0;
  for (let index = 0; index < size; index += 1) {
    const part = (weights[index] ?? 0) * (values[index] ?? 0);
    if (index < split) first += part;
    else second += part;
  }
  first /= batchesBefore;
  second /= batchesAfter;
  for (let index = 0; index < size; index += 1) {
    residuals[index] = (values[index] ?? 0) - (index < split ? first : second);
  }
  return {
    difference: second - first,
    residuals,
    leanBefore: 1 / batchesBefore,
    leanAfter: 1 / batchesAfter,
  };
}

/** The degree of the load's curve that so many batches can bear. */
function degreeFor(batches: number): number {
  if (batches < 12) return 1;
  return batches < 40 ? 2 : 3;
}

/** Whether the last minute's load says something else than the batch's own. */
function recentDiffers({ size, loads, recents }: Sample, spread: number): boolean {
  for (let index = 0; index < size; index += 1) {
    const load = loads[index] ?? 0;
    if (Math.abs((recents[index] ?? load) - load) > 1e-6 * spread) return true;
  }
  return false;
}

/**
 * Fills in the columns of the regression: one, which stretch, a curve of the batch's load, and how far the last minute's lies from that.
 * @returns how many there are
 */
function fillColumns(sample: Sample): number {
  const { size, loads, recents, split } = sample;
  let middle = 0;
  for (let index = 0; index < size; index += 1) middle += (loads[index] ?? 0) / size;
  let square = 0;
  for (let index = 0; index < size; index += 1) square += ((loads[index] ?? 0) - middle) ** 2 / size;
  const spread = Math.sqrt(square);
  const varies = spread > 1e-9 * Math.abs(middle);
  const degree = varies ? degreeFor(sample.batchesBefore + sample.batchesAfter) : 0;
  const differs = varies && recentDiffers(sample, spread);
  const columns = 2 + degree + (differs ? 1 : 0);
  for (let index = 0; index < size; index += 1) {
    let place = index * columns;
    design[place] = 1;
    design[place + 1] = index < split ? 0 : 1;
    place += 2;
    const load = loads[index] ?? 0;
    const centred = (load - middle) / spread;
    for (let power = centred, left = degree; left > 0; power *= centred, left -= 1) {
      design[place] = power;
      place += 1;
    }
    if (differs) design[place] = ((recents[index] ?? load) - load) / spread;
  }
  return columns;
}

/** Fills in the normal equations, of which only the lower triangle is used. */
function fillNormal({ size, values, weights }: Sample, columns: number): void {
  normal.fill(0);
  coefficients.fill(0);
  for (let index = 0; index < size; index += 1) {
    const at = index * columns;
    const weight = weights[index] ?? 0;
    const value = values[index] ?? 0;
    for (let row = 0; row < columns; row += 1) {
      const weighted = weight * (design[at + row] ?? 0);
      coefficients[row] = (coefficients[row] ?? 0) + weighted * value;
      for (let column = 0; column <= row; column += 1) {
        const place = row * columns + column;
        normal[place] = (normal[place] ?? 0) + weighted * (design[at + column] ?? 0);
      }
    }
  }
}

/** The difference at equal load, by weighted least squares; null where load and stretch can't be told apart. */
export function loadFit(sample: Sample): Fit | null {
  const { size, values, weights, split } = sample;
  const columns = fillColumns(sample);
  fillNormal(sample, columns);
  if (!factor(normal, columns)) return null;
  lean.fill(0);
  lean[1] = 1;
  solve(normal, columns, coefficients);
  solve(normal, columns, lean);
  let leanBefore = 0;
  let leanAfter = 0;
  for (let index = 0; index < size; index += 1) {
    let residual = values[index] ?? 0;
    let leverage = 0;
    for (let column = 0; column < columns; column += 1) {
      const each = design[index * columns + column] ?? 0;
      residual -= (coefficients[column] ?? 0) * each;
      leverage += (lean[column] ?? 0) * each;
    }
    residuals[index] = residual;
    const part = leverage ** 2 * (weights[index] ?? 0);
    if (index < split) leanBefore += part;
    else leanAfter += part;
  }
  return { difference: coefficients[1] ?? 0, residuals, leanBefore, leanAfter };
}
