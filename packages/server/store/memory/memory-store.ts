import {
  readStatistic,
  rollReadings,
  type Column,
  type HubId,
  type Point,
  type Reading,
  type SignalTable,
} from '@hubscope/core/signal';
import { second, secondOf, shift, type Clock, type Second } from '@hubscope/core/time';
import type { Marker } from '@hubscope/core/wire';
import type { HistoryQuery, PointsQuery, Store, StoreStats } from '../store.js';
import { Chunk, chunkSeconds } from './chunk.js';
import { MemoryRecords } from './memory-records.js';

export interface MemoryStoreOptions {
  readonly clock: Clock;
  readonly table: SignalTable;
  /** How long points are kept, s. */
  readonly keepSeconds: number;
  /** Markers kept; the oldest go first. */
  readonly maxMarkers?: number;
}

/** Chunks of one hub or component by their number (second ÷ chunk length). */
type Series = Map<number, Chunk>;

/** History in this process's memory: packed, bounded in time, gone when the process ends. */
export class MemoryStore implements Store {
  readonly #options: MemoryStoreOptions;
  readonly records = new MemoryRecords();
  readonly #hubs = new Map<HubId, Map<string | null, Series>>();
  #markers: Marker[] = [];
  #pointsWritten = 0;
  #prunedAt: Second;

  constructor(options: MemoryStoreOptions) {
    this.#options = options;
    this.#prunedAt = secondOf(options.clock.now());
  }

  write(points: readonly Point[]): void {
    const now = secondOf(this.#options.clock.now());
    if (now >= shift(this.#prunedAt, 10)) this.#prune(now);
    for (const { hub, component, second, readings } of points) {
      const series = this.#series(hub, component);
      const number = Math.floor(second / chunkSeconds);
      let chunk = series.get(number);
      if (chunk === undefined) {
        chunk = new Chunk(this.#options.table.signals);
        series.set(number, chunk);
      }
      chunk.set(second % chunkSeconds, readings);
      this.#pointsWritten += 1;
    }
  }

  history(query: HistoryQuery): Promise<(number | null)[][]> {
    const series = this.#hubs.get(query.hub)?.get(query.component) ?? new Map<number, Chunk>();
    return Promise.resolve(query.columns.map((column) => readColumn(series, query, column)));
  }

  async *points({ hub, component, from, to }: PointsQuery): AsyncIterable<readonly Point[]> {
    const series = this.#hubs.get(hub)?.get(component) ?? new Map<number, Chunk>();
    for (let number = Math.floor(from / chunkSeconds); number * chunkSeconds < to; number += 1) {
      const chunk = series.get(number);
      if (chunk === undefined) continue;
      const points: Point[] = [];
      for (let place = 0; place < chunkSeconds; place += 1) {
        const which = second(number * chunkSeconds + place);
        if (which < from || which >= to || !chunk.has(place)) continue;
        const readings = this.#options.table.signals.map((signal) => chunk.get(place, signal));
        points.push({ hub, component, second: which, readings });
      }
      if (points.length > 0) yield points;
    }
  }

  addMarker(marker: Marker): Promise<void> {
    this.#markers.push(marker);
    this.#markers.sort((a, b) => a.at - b.at);
    this.#markers = this.#markers.slice(-(this.#options.maxMarkers ?? 1000));
    return Promise.resolve();
  }

  markers(hub: HubId | null): Promise<Marker[]> {
    return Promise.resolve(this.#markers.filter((marker) => hub === null || marker.hub === hub));
  }

  forget(hub: HubId): void {
    this.#hubs.delete(hub);
  }

  stats(): StoreStats {
    let [pointsKept, bytes] = [0, 0];
    for (const components of this.#hubs.values()) {
      for (const series of components.values()) {
        for (const chunk of series.values()) {
          pointsKept += chunk.points;
          bytes += chunk.size;
        }
      }
    }
    return { pointsWritten: this.#pointsWritten, pointsKept, bytes };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #series(hub: HubId, component: string | null): Series {
    let components = this.#hubs.get(hub);
    if (components === undefined) {
      components = new Map();
      this.#hubs.set(hub, components);
    }
    let series = components.get(component);
    if (series === undefined) {
      series = new Map();
      components.set(component, series);
    }
    return series;
  }

  #prune(now: Second): void {
    this.#prunedAt = now;
    const oldest = Math.floor((now - this.#options.keepSeconds) / chunkSeconds);
    for (const [hub, components] of this.#hubs) {
      for (const [component, series] of components) {
        for (const number of series.keys()) if (number < oldest) series.delete(number);
        if (series.size === 0) components.delete(component);
      }
      if (components.size === 0) this.#hubs.delete(hub);
    }
  }
}

function readColumn(series: Series, query: HistoryQuery, column: Column): (number | null)[] {
  const values: (number | null)[] = [];
  for (let from = query.from; from < query.to; from = shift(from, query.stepSeconds)) {
    let rolled: Reading | null = null;
    const to = Math.min(from + query.stepSeconds, query.to);
    for (let which = from; which < to; which = shift(which, 1)) {
      const chunk = series.get(Math.floor(which / chunkSeconds));
      const reading = chunk?.get(which % chunkSeconds, column.signal) ?? null;
      if (reading !== null) rolled = rolled === null ? reading : rollReadings(rolled, reading);
    }
    values.push(readStatistic(column.signal, rolled, column.statistic));
  }
  return values;
}
