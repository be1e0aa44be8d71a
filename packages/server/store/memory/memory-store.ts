import { setImmediate } from 'node:timers/promises';
import type { Distribution } from '@hubscope/core/distribution';
import type { HubId, Point, SignalTable } from '@hubscope/core/signal';
import { second, secondOf, shift, type Clock, type Second } from '@hubscope/core/time';
import type { Marker } from '@hubscope/core/wire';
import type {
  DistributionsQuery,
  HistoriesQuery,
  HistoryQuery,
  PointsQuery,
  Store,
  StoreStats,
} from '../store.js';
import type { Rolled } from '../pack/rolled.js';
import { Merged } from '../pack/merged.js';
import { Steps, type Series as StepSeries, type Stretches } from '../pack/steps.js';
import { Chunk, chunkSeconds } from './chunk.js';
import { Sealed } from './sealed.js';
import { MemoryRecords } from './memory-records.js';

export interface MemoryStoreOptions {
  readonly clock: Clock;
  readonly table: SignalTable;
  /** How long points are kept, s. */
  readonly keepSeconds: number;
  /** Past so many bytes the oldest go before their time, down to a quarter of an hour; no bound unless set. */
  readonly maxBytes?: number;
  /** Markers kept; the oldest go first. */
  readonly maxMarkers?: number;
}

/** Kept however much it takes, s. */
const leastSeconds = 900;

/** Late data comes for 120 s; a chunk that ended so long ago is sealed, s. */
const settleSeconds = 150;
/** Calls of `write`, one a second and hub, over which the sealing of what is ripe is spread, so that none of them is late by it. */
const sealWithin = 240;

/** Chunks of one hub or component by their number (second ÷ chunk length). */
type Series = Map<number, Chunk | Sealed>;

/**
 * History in this process's memory: packed, bounded in time, gone when the process ends. What late data still reaches lies in columns
 * that can be written to; what is older is sealed, as it lies on disk, in about a tenth of the room.
 */
export class MemoryStore implements Store {
  readonly #options: MemoryStoreOptions;
  readonly records = new MemoryRecords();
  readonly #hubs = new Map<HubId, Map<string | null, Series>>();
  #ripe: { readonly series: Series; readonly number: number }[] = [];
  #sealEach = 0;
  #markers: Marker[] = [];
  #pointsWritten = 0;
  #prunedAt: Second;
  #completeFrom: Second;

  constructor(options: MemoryStoreOptions) {
    this.#options = options;
    this.#prunedAt = secondOf(options.clock.now());
    this.#completeFrom = second(0);
  }

  /** Nothing that was written of this second, or a later one, has been forgotten. */
  get completeFrom(): Second {
    return this.#completeFrom;
  }

  /** Says that what lies before a second was written elsewhere. */
  startAt(which: Second): void {
    this.#completeFrom = which;
  }

  write(points: readonly Point[]): void {
    const now = secondOf(this.#options.clock.now());
    if (now >= shift(this.#prunedAt, 10)) this.#prune(now);
    this.#seal();
    for (const { hub, component, second, readings } of points) {
      const series = this.#series(hub, component);
      const number = Math.floor(second / chunkSeconds);
      let chunk = series.get(number);
      if (!(chunk instanceof Chunk)) {
        chunk = chunk?.opened(this.#options.table) ?? new Chunk(this.#options.table.signals);
        series.set(number, chunk);
      }
      chunk.set(second % chunkSeconds, readings);
      this.#pointsWritten += 1;
    }
  }

  history(query: HistoryQuery): Promise<StepSeries[]> {
    const steps = new Steps(query);
    this.feed(query, steps);
    return Promise.resolve([...steps.done()]);
  }

  async histories({ components, ...query }: HistoriesQuery): Promise<StepSeries[][]> {
    const found: StepSeries[][] = [];
    for (const component of components) {
      found.push(await this.history({ ...query, component }));
      // Others have a turn between two components.
      await setImmediate();
    }
    return found;
  }

  distributions(query: DistributionsQuery): Promise<(Distribution | null)[]> {
    const merged = new Merged(query);
    this.feed(query, merged);
    return Promise.resolve(merged.distributions());
  }

  /** Adds the seconds of a stretch to steps that are under way. */
  feed({ hub, component, from, to }: PointsQuery, steps: Stretches): void {
    const series = this.#hubs.get(hub)?.get(component) ?? new Map<number, Chunk>();
    for (const [number, chunk] of [...series].sort(([a], [b]) => a - b)) {
      const start = number * chunkSeconds;
      if (start + chunkSeconds <= from || start >= to) continue;
      if (chunk instanceof Sealed) {
        const entries = chunk.entries(this.#options.table, steps.signals);
        for (const [place, entry] of entries) {
          if (start + place >= from && start + place < to) steps.add(start + place, entry);
        }
        continue;
      }
      for (let place = Math.max(0, from - start); place < Math.min(chunkSeconds, to - start); place += 1) {
        if (!chunk.has(place)) continue;
        const entry: (Rolled | null)[] = [];
        for (const signal of steps.signals) {
          const reading = chunk.get(place, signal);
          if (reading !== null) entry[signal.index] = { reading, extremes: null };
        }
        steps.add(start + place, entry);
      }
    }
  }

  async *points({ hub, component, from, to }: PointsQuery): AsyncIterable<readonly Point[]> {
    const series = this.#hubs.get(hub)?.get(component) ?? new Map<number, Chunk>();
    for (let number = Math.floor(from / chunkSeconds); number * chunkSeconds < to; number += 1) {
      const chunk = series.get(number);
      if (chunk === undefined) continue;
      const points: Point[] = [];
      const { table } = this.#options;
      const open = chunk instanceof Sealed ? chunk.opened(table) : chunk;
      for (let place = 0; place < chunkSeconds; place += 1) {
        const which = second(number * chunkSeconds + place);
        if (which < from || which >= to || !open.has(place)) continue;
        const readings = table.signals.map((signal) => open.get(place, signal));
        points.push({ hub, component, second: which, readings });
      }
      if (points.length > 0) yield points;
    }
  }

  knownHubs(): readonly [] {
    return [];
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
    return { pointsWritten: this.#pointsWritten, pointsKept, bytes, writesFailed: 0 };
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

  #seal(): void {
    for (const { series, number } of this.#ripe.splice(0, this.#sealEach)) {
      const chunk = series.get(number);
      if (chunk instanceof Chunk) series.set(number, Sealed.of(chunk));
    }
  }

  #prune(now: Second): void {
    this.#prunedAt = now;
    this.#ripen(now);
    this.#forgetBefore(Math.floor((now - this.#options.keepSeconds) / chunkSeconds));
    const { maxBytes = Infinity } = this.#options;
    const newest = Math.floor((now - leastSeconds) / chunkSeconds);
    while (this.stats().bytes > maxBytes) {
      const oldest = this.#oldestChunk();
      if (oldest === null || oldest >= newest) return;
      this.#forgetBefore(oldest + 1);
    }
  }

  /** Finds what can be sealed; what was found before and is not sealed yet is found again. */
  #ripen(now: Second): void {
    this.#ripe = [];
    for (const components of this.#hubs.values()) {
      for (const series of components.values()) {
        for (const [number, chunk] of series) {
          const end = (number + 1) * chunkSeconds;
          if (chunk instanceof Chunk && end + settleSeconds <= now) this.#ripe.push({ series, number });
        }
      }
    }
    this.#sealEach = Math.ceil(this.#ripe.length / sealWithin);
  }

  #oldestChunk(): number | null {
    let oldest: number | null = null;
    for (const components of this.#hubs.values()) {
      for (const series of components.values()) {
        for (const number of series.keys()) if (oldest === null || number < oldest) oldest = number;
      }
    }
    return oldest;
  }

  /** Forgets the chunks before this one. */
  #forgetBefore(oldest: number): void {
    let forgot = false;
    for (const [hub, components] of this.#hubs) {
      for (const [component, series] of components) {
        for (const number of series.keys()) if (number < oldest) forgot = series.delete(number);
        if (series.size === 0) components.delete(component);
      }
      if (components.size === 0) this.#hubs.delete(hub);
    }
    if (forgot) this.#completeFrom = second(Math.max(this.#completeFrom, oldest * chunkSeconds));
  }
}
