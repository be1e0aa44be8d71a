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
import { Merged } from '../pack/merged.js';
import { Steps, type Series as StepSeries } from '../pack/steps.js';
import type { Stretches } from '../pack/stretches.js';
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
/** Calls of `write`, one a second and hub, over which the sealing of what is ripe is spread, and the most that one of them seals. */
const sealWithin = 10;
const sealAtOnce = 8;

/**
 * The chunks of one hub or component, by the second that each begins with. Those of the next series begin a second later, so that not
 * all are made, and sealed, at once.
 */
class Series {
  readonly chunks = new Map<number, Chunk | Sealed>();
  readonly #offset: number;

  constructor(begun: number) {
    this.#offset = begun % chunkSeconds;
  }

  /** The start of the chunk that holds a second. */
  startOf(which: number): number {
    return Math.floor((which - this.#offset) / chunkSeconds) * chunkSeconds + this.#offset;
  }
}

/**
 * History in this process's memory: packed, bounded in time, gone when the process ends. What late data still reaches lies in columns
 * that can be written to; what is older is sealed, as it lies on disk, in about a tenth of the room.
 */
export class MemoryStore implements Store {
  readonly #options: MemoryStoreOptions;
  readonly records = new MemoryRecords();
  readonly #hubs = new Map<HubId, Map<string | null, Series>>();
  #ripe: { readonly series: Series; readonly start: number }[] = [];
  #sealEach = 0;
  /** How many series there have been. */
  #begun = 0;
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
      const start = series.startOf(second);
      let chunk = series.chunks.get(start);
      if (!(chunk instanceof Chunk)) {
        chunk = chunk?.opened(this.#options.table) ?? new Chunk(this.#options.table.signals);
        series.chunks.set(start, chunk);
      }
      chunk.set(second - start, readings);
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

  /** Gives what overlaps a stretch to steps that are under way. */
  feed(query: PointsQuery, stretches: Stretches): void {
    for (const [start, chunk] of this.#chunks(query)) {
      if (chunk instanceof Sealed) chunk.feed(this.#options.table, start, stretches);
      else chunk.feed(start, stretches);
    }
  }

  async *points({ hub, component, from, to }: PointsQuery): AsyncIterable<readonly Point[]> {
    const { table } = this.#options;
    for (const [start, chunk] of this.#chunks({ hub, component, from, to })) {
      const points: Point[] = [];
      const open = chunk instanceof Sealed ? chunk.opened(table) : chunk;
      for (let place = 0; place < chunkSeconds; place += 1) {
        const which = second(start + place);
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
        for (const chunk of series.chunks.values()) {
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

  /** The chunks of one hub or component that overlap a stretch, with the second that each begins with, oldest first. */
  #chunks({ hub, component, from, to }: PointsQuery): [start: number, chunk: Chunk | Sealed][] {
    const { chunks = [] } = this.#hubs.get(hub)?.get(component) ?? {};
    return [...chunks]
      .filter(([start]) => start + chunkSeconds > from && start < to)
      .sort(([a], [b]) => a - b);
  }

  #series(hub: HubId, component: string | null): Series {
    let components = this.#hubs.get(hub);
    if (components === undefined) {
      components = new Map();
      this.#hubs.set(hub, components);
    }
    let series = components.get(component);
    if (series === undefined) {
      series = new Series(this.#begun);
      components.set(component, series);
      this.#begun += 1;
    }
    return series;
  }

  #seal(): void {
    for (const { series, start } of this.#ripe.splice(0, this.#sealEach)) {
      const chunk = series.chunks.get(start);
      if (chunk instanceof Chunk) series.chunks.set(start, Sealed.of(chunk));
    }
  }

  #prune(now: Second): void {
    this.#prunedAt = now;
    this.#ripen(now);
    this.#forgetBefore(now - this.#options.keepSeconds);
    const { maxBytes = Infinity } = this.#options;
    while (this.stats().bytes > maxBytes) {
      // As much as a chunk is long at once: the ends of chunks are spread over all seconds.
      const oldest = this.#oldestEnd() + chunkSeconds;
      if (oldest > now - leastSeconds) return;
      this.#forgetBefore(oldest);
    }
  }

  /** Finds what can be sealed; what was found before and is not sealed yet is found again. */
  #ripen(now: Second): void {
    this.#ripe = [];
    for (const components of this.#hubs.values()) {
      for (const series of components.values()) {
        for (const [start, chunk] of series.chunks) {
          if (chunk instanceof Chunk && start + chunkSeconds + settleSeconds <= now)
            this.#ripe.push({ series, start });
        }
      }
    }
    this.#sealEach = Math.min(sealAtOnce, Math.ceil(this.#ripe.length / sealWithin));
  }

  /** The second after the oldest chunk; infinity where there is none. */
  #oldestEnd(): number {
    let oldest = Infinity;
    for (const components of this.#hubs.values()) {
      for (const { chunks } of components.values()) {
        for (const start of chunks.keys()) oldest = Math.min(oldest, start + chunkSeconds);
      }
    }
    return oldest;
  }

  /** Forgets the chunks that end by then. */
  #forgetBefore(which: number): void {
    let end = 0;
    for (const [hub, components] of this.#hubs) {
      for (const [component, { chunks }] of components) {
        for (const start of chunks.keys()) {
          if (start + chunkSeconds > which) continue;
          chunks.delete(start);
          end = Math.max(end, start + chunkSeconds);
        }
        if (chunks.size === 0) components.delete(component);
      }
      if (components.size === 0) this.#hubs.delete(hub);
    }
    this.#completeFrom = second(Math.max(this.#completeFrom, end));
  }
}
