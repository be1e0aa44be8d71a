export const cellCount = 144;
/** ms */
export const cellMs = 600_000;

/** The stretch of a cell of the strip, ms since the epoch; the last of them is the one that `now` lies in. */
export function stretchOf(cell: number, now: number): { readonly from: number; readonly to: number } {
  const to = (Math.floor(now / cellMs) + 1 - (cellCount - 1 - cell)) * cellMs;
  return { from: to - cellMs, to };
}

/** The cell that is opened first: the last in which something was wrong, else the newest. */
export function firstCell(cells: readonly string[]): number {
  const offset = cellCount - cells.length;
  const trouble = cells.findLastIndex((cell) => cell === 'down' || cell === 'mixed');
  return trouble < 0 ? cellCount - 1 : offset + trouble;
}
