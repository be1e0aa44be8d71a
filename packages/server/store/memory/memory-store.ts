import { setImmediate as turn } from 'node:timers/promises';
import { ByteWriter } from '@hubscope/core/bytes';
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
  StoreCounts,
  StoreStats,
} from '../store.js';
import { Merged } from '../pack/merged.js';
import { rowBytes, writeRows, type Rows } from '../pack/rows.js';
import { Steps, type Series as StepSeries } from '../pack/steps.js';
import type { Stretches } from '../pack/stretches.js';
import { Chunk } from '../pack/chunk.js';
import { chunkSeconds } from '../pack/lanes.js';
import { Fresh, type Batch } from './fresh.js';
import { Sealed } from './sealed.js';
import { MemoryRecords } from './memory-records.js';
import { Opened } from './opened.js';
import { Series } from './series.js';

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

/** How often what is too old or too much is looked for, s. */
const pruneEvery = 60;

/** The series of a hub, and what came of them last. */
interface OfHub {
  readonly series: Map<string | null, Series>;
  readonly fresh: Fresh;
}

/**
 * History in this process's memory: packed, bounded in time, gone when the process ends. What late data still reaches lies in columns
 * that can be written to; what is older is sealed, as it lies on disk, in about a tenth of the room.
 */
export class MemoryStore implements Store {
  readonly #options: MemoryStoreOptions;
  readonly records = new MemoryRecords();
  readonly #hubs = new Map<HubId, OfHub>();
  /** Chunks that are not sealed. */
  readonly #opened = new Opened();
  #sealing = false;
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
    this.take(writeRows(new ByteWriter(rowBytes * points.length), points, this.#options.table.signals));
  }

  /** The same of points that are rows already. @param from what is older is left out, s since the epoch */
  take(rows: Rows, from = 0): void {
    const now = secondOf(this.#options.clock.now());
    if (now >= shift(this.#prunedAt, pruneEvery)) this.#prune(now);
    this.#sealSoon();
    let of: { readonly hub: HubId; readonly mine: OfHub; readonly batch: Batch } | null = null;
    for (const [row, head] of rows.heads.entries()) {
      if (head.second < from) continue;
      if (of === null || of.hub !== head.hub) {
        const mine = this.#hub(head.hub);
        of = { hub: head.hub, mine, batch: mine.fresh.begin(rows.readings) };
      }
      of.batch.add(row, head.second, this.#series(of.mine, head.component));
      this.#pointsWritten += 1;
    }
  }

  /** Puts all that came last into columns, as it lies best while nothing comes. */
  settle(): void {
    for (const { fresh } of this.#hubs.values()) fresh.settle(null);
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
      await turn();
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
    for (const [start, chunk] of this.#chunks(query)) chunk.feed(start, stretches);
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

  removeMarker(id: string): Promise<void> {
    this.#markers = this.#markers.filter((marker) => marker.id !== id);
    return Promise.resolve();
  }

  markers(hub: HubId | null): Promise<Marker[]> {
    return Promise.resolve(this.#markers.filter((marker) => hub === null || marker.hub === hub));
  }

  forget(hub: HubId): void {
    this.#hubs.delete(hub);
  }

  counts(): StoreCounts {
    return { pointsWritten: this.#pointsWritten, writesFailed: 0 };
  }

  stats(): StoreStats {
    let [pointsKept, bytes] = [0, 0];
    for (const { series: all, fresh } of this.#hubs.values()) {
      bytes += fresh.size;
      for (const series of all.values()) {
        pointsKept += series.waiting;
        for (const chunk of series.chunks.values()) {
          pointsKept += chunk.points;
          bytes += chunk.size;
        }
      }
    }
    return { ...this.counts(), pointsKept, bytes };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** The chunks of one hub or component that overlap a stretch, with the second that each begins with, oldest first. */
  #chunks({ hub, component, from, to }: PointsQuery): [start: number, chunk: Chunk | Sealed][] {
    const mine = this.#hubs.get(hub);
    const series = mine?.series.get(component);
    if (mine === undefined || series === undefined) return [];
    if (series.waiting > 0) mine.fresh.settle(series);
    return [...series.chunks]
      .filter(([start]) => start + chunkSeconds > from && start < to)
      .sort(([a], [b]) => a - b);
  }

  #hub(hub: HubId): OfHub {
    let mine = this.#hubs.get(hub);
    if (mine === undefined) {
      mine = { series: new Map(), fresh: new Fresh(this.#options.table, this.#opened) };
      this.#hubs.set(hub, mine);
    }
    return mine;
  }

  #series({ series: all }: OfHub, component: string | null): Series {
    let series = all.get(component);
    if (series === undefined) {
      series = new Series(this.#begun);
      all.set(component, series);
      this.#begun += 1;
    }
    return series;
  }

  /** Seals what gets no more data, a chunk a turn: a write waits for none of it, and who else has work goes first. */
  #sealSoon(): void {
    if (this.#sealing) return;
    this.#sealing = true;
    setImmediate(() => {
      this.#sealing = false;
      const settled = this.#opened.settled(secondOf(this.#options.clock.now()));
      if (settled === null) return;
      const { series, start } = settled;
      const chunk = series.chunks.get(start);
      if (chunk instanceof Chunk) series.chunks.set(start, Sealed.of(chunk));
      this.#sealSoon();
    });
  }

  #prune(now: Second): void {
    this.#prunedAt = now;
    this.#forgetBefore(now - this.#options.keepSeconds);
    const { maxBytes = Infinity } = this.#options;
    while (this.stats().bytes > maxBytes) {
      // As much as a chunk is long at once: the ends of chunks are spread over all seconds.
      const oldest = this.#oldestEnd() + chunkSeconds;
      if (oldest > now - leastSeconds) return;
      this.#forgetBefore(oldest);
    }
  }

  /** The second after the oldest chunk; infinity where there is none. */
  #oldestEnd(): number {
    let oldest = Infinity;
    for (const { series: all } of this.#hubs.values()) {
      for (const { chunks } of all.values()) {
        for (const start of chunks.keys()) oldest = Math.min(oldest, start + chunkSeconds);
      }
    }
    return oldest;
  }

  /** Forgets the chunks that end by then. */
  #forgetBefore(which: number): void {
    let end = 0;
    for (const [hub, { series: all, fresh }] of this.#hubs) {
      if (fresh.oldest < which) fresh.settle(null);
      for (const [component, series] of all) {
        for (const start of series.chunks.keys()) {
          if (start + chunkSeconds > which) continue;
          series.chunks.delete(start);
          end = Math.max(end, start + chunkSeconds);
        }
        if (series.empty) all.delete(component);
      }
      if (all.size === 0) this.#hubs.delete(hub);
    }
    this.#completeFrom = second(Math.max(this.#completeFrom, end));
  }
}
