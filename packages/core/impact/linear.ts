/**
 * Factors a symmetric positive definite matrix by Cholesky's method, in place: its lower triangle becomes the factor.
 * @param matrix rows one after the other, `size` × `size`; only the lower triangle is read
 * @returns false where it is no such matrix, as when columns of a regression say the same
 */
export function factor(matrix: Float64Array, size: number): boolean {
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const own = matrix[row * size + column] ?? 0;
      let sum = own;
      for (let k = 0; k < column; k += 1) {
        sum -= (matrix[row * size + k] ?? 0) * (matrix[column * size + k] ?? 0);
      }
      if (row !== column) {
        matrix[row * size + column] = sum / (matrix[column * size + column] ?? 1);
        continue;
      }
      if (!(sum > 1e-9 * own)) return false;
      matrix[row * size + row] = Math.sqrt(sum);
    }
  }
  return true;
}

/** Solves `matrix · x = right` in place, given what {@link factor} made of the matrix. */
export function solve(factored: Float64Array, size: number, right: Float64Array): void {
  for (let row = 0; row < size; row += 1) {
    let sum = right[row] ?? 0;
    for (let k = 0; k < row; k += 1) sum -= (factored[row * size + k] ?? 0) * (right[k] ?? 0);
    right[row] = sum / (factored[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = right[row] ?? 0;
    for (let k = row + 1; k < size; k += 1) sum -= (factored[k * size + row] ?? 0) * (right[k] ?? 0);
    right[row] = sum / (factored[row * size + row] ?? 1);
  }
}
