import type { Point, Reading, SignalTable } from '../signal/index.js';
import { Merging } from './merging.js';

/** Seconds of the shortest batch. */
export const microSeconds = 10;

/** Late data may change seconds so far back. */
export const amendedSeconds = 120;

/** Newest micro batches that late data may still change. */
export const unsettledMicros = amendedSeconds / microSeconds + 2;

/** Ten seconds of a hub or component, in a form that merges exactly into longer batches. */
export interface Micro {
  /** Its place in time: 0 is the first of its stretch. */
  readonly number: number;
  /** By signal index; null where nothing is known. */
  readonly readings: readonly (Reading | null)[];
  /** How many of its seconds know each signal. */
  readonly seconds: readonly number[];
  /** Operations that arrive in a second: ended ones, and the growth of those in progress where that is known; NaN if unknown. */
  readonly load: number;
  /** Work was waiting, or as much was in progress as there is room for, in most of it. */
  readonly full: boolean;
}

/** Which readings say how loaded a hub is. */
export interface LoadSigns {
  readonly throughput: number;
  readonly busy: number;
  readonly queue: number;
  /** Operations in progress at which it is full; null where that is not known. */
  readonly ceiling: number | null;
}

/** The signals of a table that say how loaded a hub is. */
export function loadSigns(table: SignalTable, ceiling: number | null): LoadSigns {
  return {
    throughput: table.get('throughput').index,
    busy: table.get('busy').index,
    queue: table.get('queue_depth').index,
    ceiling,
  };
}

function amount(point: Point, index: number): number | null {
  const reading = point.readings[index] ?? null;
  return reading?.fold === 'sum' && reading.seconds > 0 ? reading.value : null;
}

/** The share of its ceiling at which a hub counts as full. */
const nearlyFull = 0.95;

/** Collects the seconds of one micro batch. */
export class MicroBuilder {
  readonly #merging = new Map<number, Merging>();
  #seconds = 0;
  #load = 0;
  #loadSeconds = 0;
  #full = 0;
  #lastBusy: number | null = null;

  /** @param firstBusy operations in progress just before it, where known: their growth is load too */
  constructor(
    readonly number: number,
    private readonly signals: readonly number[],
    private readonly signs: LoadSigns,
    private readonly firstBusy: number | null,
  ) {}

  /** Operations in progress in its newest second, where known. */
  get lastBusy(): number | null {
    return this.#lastBusy;
  }

  add(point: Point): void {
    this.#seconds += 1;
    for (const index of this.signals) {
      const reading = point.readings[index] ?? null;
      if (reading === null || !says(reading)) continue;
      const merging = this.#merging.get(index) ?? new Merging();
      this.#merging.set(index, merging);
      merging.add(reading);
    }
    const { throughput, busy, queue, ceiling } = this.signs;
    const [ended, running] = [amount(point, throughput), amount(point, busy)];
    if (ended !== null) {
      this.#load += ended;
      this.#loadSeconds += 1;
    }
    if (running !== null) this.#lastBusy = running;
    const queued = (amount(point, queue) ?? 0) > 0;
    const crowded = ceiling !== null && (running ?? 0) >= nearlyFull * ceiling;
    if (queued || crowded) this.#full += 1;
  }

  build(): Micro {
    const size = Math.max(0, ...this.signals) + 1;
    const readings = Array.from({ length: size }, (_, index) => this.#merging.get(index)?.reading() ?? null);
    const seconds = Array.from({ length: size }, (_, index) => this.#merging.get(index)?.count ?? 0);
    const growth =
      this.firstBusy === null || this.#lastBusy === null
        ? 0
        : (this.#lastBusy - this.firstBusy) / microSeconds;
    return {
      number: this.number,
      readings,
      seconds,
      load: this.#loadSeconds > 0 ? Math.max(0, this.#load / this.#loadSeconds + growth) : NaN,
      full: this.#full > this.#seconds / 2,
    };
  }
}

/** Whether a reading holds a value at all. */
function says(reading: Reading): boolean {
  if (reading.fold === 'sum') return reading.seconds > 0;
  if (reading.fold === 'ratio') return reading.denominator > 0;
  return reading.fold === 'distribution' && reading.distribution.count > 0;
}
