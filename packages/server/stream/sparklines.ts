import { readStatistic, rollReadings, type Column, type Point, type Reading } from '@hubscope/core/signal';
import type { Second } from '@hubscope/core/time';
import { sparklineLength, sparklineStep } from '@hubscope/core/wire';
import { compact } from './compact.js';

interface Cell {
  /** Which half minute since the epoch. */
  readonly index: number;
  /** By the signal's index; merged exactly, so that a cell's P95 is that of its operations. */
  readings: (Reading | null)[];
  values: readonly (number | null)[];
}

/** A half minute of all columns, in their order. */
export interface SparklineCell {
  /** Its end, s since the epoch. */
  readonly until: number;
  readonly values: readonly (number | null)[];
}

/** A cell that goes on is told of each so many seconds, and when it is over; so many divide a cell. */
const tellSeconds = 5;

/** Past the seconds that can still be amended, a cell is only its values. */
const openCells = 7;

/**
 * The last hour of a hub by half minutes. Cells lie on whole half minutes of the clock: cell `i` covers
 * `[30·i, 30·i + 30)` seconds since the epoch.
 */
export class Sparklines {
  readonly #columns: readonly Column[];
  #cells: Cell[] = [];
  /** The cells that hold something else than was told. */
  readonly #untold = new Set<number>();

  constructor(columns: readonly Column[]) {
    this.#columns = columns;
  }

  /** The end of the last cell, s since the epoch; null where there is none. */
  get until(): number | null {
    const last = this.#cells.at(-1);
    return last === undefined ? null : (last.index + 1) * sparklineStep;
  }

  /** Takes in a point that no cell holds yet, newer than all that do. @returns the cells to tell of, oldest first */
  add(point: Point): SparklineCell[] {
    const last = this.#cells.at(-1);
    this.#put(point);
    const newest = this.#cells.at(-1);
    const due = newest !== last || (point.second + 1) % tellSeconds === 0;
    if (newest !== undefined) this.#untold.add(newest.index);
    const cells = this.#cells.filter((cell) => this.#untold.has(cell.index) && (cell !== newest || due));
    for (const { index } of cells) this.#untold.delete(index);
    return cells.map(({ index, values }) => ({ until: (index + 1) * sparklineStep, values }));
  }

  #put(point: Point): void {
    const index = Math.floor(point.second / sparklineStep);
    let cell = this.#cells.at(-1);
    if (cell?.index !== index) {
      cell = { index, readings: [], values: [] };
      this.#cells.push(cell);
      this.#cells = this.#cells.filter((kept) => kept.index > index - sparklineLength);
      const closed = this.#cells.at(-1 - openCells);
      if (closed !== undefined) closed.readings = [];
    }
    this.#fill(cell, [point]);
  }

  /** Makes the cell of an amended second anew from all of its points that are kept. */
  remake(which: Second, pointAt: (second: number) => Point | null): void {
    const index = Math.floor(which / sparklineStep);
    let cell = this.#cells.find((kept) => kept.index === index);
    if (cell === undefined) {
      cell = { index, readings: [], values: [] };
      this.#cells = [...this.#cells, cell].sort((a, b) => a.index - b.index).slice(-sparklineLength);
    }
    this.#untold.add(index);
    cell.readings = [];
    const points: Point[] = [];
    for (let at = index * sparklineStep; at < (index + 1) * sparklineStep; at += 1) {
      const point = pointAt(at);
      if (point !== null) points.push(point);
    }
    this.#fill(cell, points);
  }

  /** One column's hour, the newest cell last; null where it was unknown or the hub not yet there. */
  series(column: number): (number | null)[] {
    const last = this.#cells.at(-1);
    const series = new Array<number | null>(sparklineLength).fill(null);
    if (last === undefined) return series;
    for (const cell of this.#cells) {
      series[sparklineLength - 1 - (last.index - cell.index)] = cell.values[column] ?? null;
    }
    return series;
  }

  #fill(cell: Cell, points: readonly Point[]): void {
    for (const point of points) {
      point.readings.forEach((reading, index) => {
        if (reading === null || reading.fold === 'cores') return;
        const before = cell.readings[index] ?? null;
        cell.readings[index] = before === null ? reading : rollReadings(before, reading);
      });
    }
    cell.values = this.#columns.map((column) =>
      compact(readStatistic(column.signal, cell.readings[column.signal.index] ?? null, column.statistic)),
    );
  }
}
