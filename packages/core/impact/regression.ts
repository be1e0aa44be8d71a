import { solve } from './linear.js';
import type { Sample } from './sample.js';

/** What a regression tells of the difference between two stretches. */
export interface Fit {
  /** After minus before, at equal load. */
  readonly difference: number;
  /** What neither the load nor the stretch explains, cell by cell. */
  readonly residuals: Float64Array;
  /** Σ weight · leverage² over each stretch: its noise a batch, times this, is its part of the difference's variance. */
  readonly leanBefore: number;
  readonly leanAfter: number;
}

/** The difference of two means. */
export function plainFit({ values, weights, split, batchesBefore, batchesAfter }: Sample): Fit {
  let [first, second] = [0, 0];
  for (let index = 0; index < values.length; index += 1) {
    const part = (weights[index] ?? 0) * (values[index] ?? 0);
    if (index < split) first += part;
    else second += part;
  }
  first /= batchesBefore;
  second /= batchesAfter;
  const residuals = values.map((value, index) => value - (index < split ? first : second));
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

/** The columns of the regression: one, which stretch, a curve of the batch's load, and how far the last minute's lies from that. */
function columnsOf({ values, loads, recents, split, batchesBefore, batchesAfter }: Sample): Float64Array[] {
  const size = values.length;
  let middle = 0;
  for (const load of loads) middle += load / size;
  let spread = 0;
  for (const load of loads) spread += (load - middle) ** 2 / size;
  spread = Math.sqrt(spread);
  const columns = [new Float64Array(size).fill(1), new Float64Array(size).fill(1, split)];
  if (!(spread > 1e-9 * Math.abs(middle))) return columns;
  const centred = loads.map((load) => (load - middle) / spread);
  for (let power = 1; power <= degreeFor(batchesBefore + batchesAfter); power += 1) {
    columns.push(centred.map((load) => load ** power));
  }
  const apart = loads.map((load, index) => ((recents[index] ?? load) - load) / spread);
  if (apart.some((each) => Math.abs(each) > 1e-6)) columns.push(apart);
  return columns;
}

/** The difference at equal load, by weighted least squares; null where load and stretch can't be told apart. */
export function loadFit(sample: Sample): Fit | null {
  const { values, weights, split } = sample;
  const columns = columnsOf(sample);
  const size = columns.length;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  columns.forEach((column, row) => {
    const weighted = column.map((each, index) => each * (weights[index] ?? 0));
    for (let place = 0; place <= row; place += 1) {
      const sum = dot(weighted, columns[place] ?? column);
      matrix[row * size + place] = sum;
      matrix[place * size + row] = sum;
    }
    right[row] = dot(weighted, values);
  });
  const unit = new Float64Array(size);
  unit[1] = 1;
  const coefficients = solve(matrix, right);
  const lean = solve(matrix, unit);
  if (coefficients === null || lean === null) return null;
  const residuals = Float64Array.from(values);
  const leverage = new Float64Array(values.length);
  columns.forEach((column, row) => {
    const [coefficient, own] = [coefficients[row] ?? 0, lean[row] ?? 0];
    for (let index = 0; index < column.length; index += 1) {
      residuals[index] = (residuals[index] ?? 0) - coefficient * (column[index] ?? 0);
      leverage[index] = (leverage[index] ?? 0) + own * (column[index] ?? 0);
    }
  });
  let [leanBefore, leanAfter] = [0, 0];
  for (let index = 0; index < values.length; index += 1) {
    const part = (leverage[index] ?? 0) ** 2 * (weights[index] ?? 0);
    if (index < split) leanBefore += part;
    else leanAfter += part;
  }
  return { difference: coefficients[1] ?? 0, residuals, leanBefore, leanAfter };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}
