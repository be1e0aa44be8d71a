/**
 * Solves `matrix · x = right` for a symmetric positive definite matrix by Cholesky's method; null where it is not one, as when
 * columns of a regression say the same.
 * @param matrix rows one after the other, `size` × `size`
 */
export function solve(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const size = right.length;
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * size + column] ?? 0;
      for (let k = 0; k < column; k += 1) {
        sum -= (factor[row * size + k] ?? 0) * (factor[column * size + k] ?? 0);
      }
      if (row !== column) {
        factor[row * size + column] = sum / (factor[column * size + column] ?? 1);
        continue;
      }
      if (!(sum > 1e-9 * (matrix[row * size + row] ?? 0))) return null;
      factor[row * size + row] = Math.sqrt(sum);
    }
  }
  const solved = Float64Array.from(right);
  for (let row = 0; row < size; row += 1) {
    let sum = solved[row] ?? 0;
    for (let k = 0; k < row; k += 1) sum -= (factor[row * size + k] ?? 0) * (solved[k] ?? 0);
    solved[row] = sum / (factor[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = solved[row] ?? 0;
    for (let k = row + 1; k < size; k += 1) sum -= (factor[k * size + row] ?? 0) * (solved[k] ?? 0);
    solved[row] = sum / (factor[row * size + row] ?? 1);
  }
  return solved;
}
