import type { SignalTable } from '@hubscope/core/signal';
import type { RowReadings } from '../pack/rows.js';
import type { Opened } from './opened.js';
import type { Series } from './series.js';

/** In so many turns each series is put into its columns once. */
const turns = 10;

/** The rows of one write that take the same turn. */
class Turn {
  readonly #rows: RowReadings;
  /** Which rows they are, of which seconds, and whose; null for one that is in its columns. */
  readonly #places: number[] = [];
  readonly #seconds: number[] = [];
  readonly #series: (Series | null)[] = [];

  constructor(rows: RowReadings) {
    this.#rows = rows;
  }

  add(place: number, second: number, series: Series): void {
    this.#places.push(place);
    this.#seconds.push(second);
    this.#series.push(series);
    series.waiting += 1;
  }

  /** @param only whose rows are put into their columns; of all where it is null */
  put(only: Series | null, table: SignalTable, opened: Opened): void {
    for (let at = 0; at < this.#series.length; at += 1) {
      const series = this.#series[at] ?? null;
      if (series === null || (only !== null && series !== only)) continue;
      series.put(this.#seconds[at] ?? 0, this.#rows, this.#places[at] ?? 0, table, opened);
      series.waiting -= 1;
      this.#series[at] = null;
    }
  }
}

/** What one write brought of a hub. */
export class Batch {
  readonly rows: RowReadings;
  /** Those that were put into their columns are gone. */
  readonly turns: (Turn | null)[];
  /** The earliest second of a row, s since the epoch. */
  oldest = Infinity;

  constructor(rows: RowReadings) {
    this.rows = rows;
    this.turns = Array.from({ length: turns }, () => new Turn(rows));
  }

  add(place: number, second: number, series: Series): void {
    this.turns[series.number % turns]?.add(place, second, series);
    this.oldest = Math.min(this.oldest, second);
  }
}

/**
 * The newest rows of a hub, as they came. The columns of a thousand series lie all over the memory: each is reached for once in ten
 * writes, with ten rows, not with each.
 */
export class Fresh {
  readonly #table: SignalTable;
  readonly #opened: Opened;
  #batches: Batch[] = [];
  #turn = 0;

  /** @param opened gets each chunk that is begun for them */
  constructor(table: SignalTable, opened: Opened) {
    this.#table = table;
    this.#opened = opened;
  }

  /** Begins with what a write brings, and takes a tenth of the series into their columns. */
  begin(rows: RowReadings): Batch {
    this.#turn = (this.#turn + 1) % turns;
    for (const batch of this.#batches) {
      batch.turns[this.#turn]?.put(null, this.#table, this.#opened);
      batch.turns[this.#turn] = null;
    }
    // Of the oldest each turn has been.
    if (this.#batches.length >= turns) this.#batches.shift();
    const batch = new Batch(rows);
    this.#batches.push(batch);
    return batch;
  }

  /** Puts what there is of a series into its columns, or of all. */
  settle(series: Series | null): void {
    for (const batch of this.#batches) {
      const of = series === null ? batch.turns : [batch.turns[series.number % turns]];
      for (const turn of of) turn?.put(series, this.#table, this.#opened);
    }
    if (series === null) this.#batches = [];
  }

  /** The earliest second of its rows, s since the epoch; infinity where there is none. */
  get oldest(): number {
    return this.#batches.reduce((oldest, batch) => Math.min(oldest, batch.oldest), Infinity);
  }

  /** Bytes that the rows take. */
  get size(): number {
    return this.#batches.reduce((size, { rows }) => size + rows.size, 0);
  }
}
