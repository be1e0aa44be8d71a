import type { Distribution } from '@hubscope/core/distribution';
import type { Column, ComponentKey, HubId, IndexedSignal, Point } from '@hubscope/core/signal';
import type { Second } from '@hubscope/core/time';
import type { Records } from '@hubscope/core/record';
import type { Marker } from '@hubscope/core/wire';
import type { Series } from './pack/steps.js';

export type { Series } from './pack/steps.js';

/** Which part of history is wanted. */
export interface HistoryQuery {
  readonly hub: HubId;
  /** Null: the hub itself. */
  readonly component: ComponentKey | null;
  readonly from: Second;
  /** Excluded. */
  readonly to: Second;
  /** Seconds a value; readings are merged over each step before a statistic is read from them. */
  readonly stepSeconds: number;
  readonly columns: readonly Column[];
  /** Whether the least and the greatest of a single second are wanted beside each value; not, unless said. */
  readonly withExtremes?: boolean;
}

/** The same of several components of a hub. */
export interface HistoriesQuery extends Omit<HistoryQuery, 'component'> {
  readonly components: readonly ComponentKey[];
}

/** Which distributions are wanted, one a step. */
export interface DistributionsQuery extends Omit<HistoryQuery, 'columns' | 'withExtremes'> {
  readonly signal: IndexedSignal;
}

/** Which points are wanted whole. */
export interface PointsQuery {
  readonly hub: HubId;
  /** Null: the hub itself. */
  readonly component: ComponentKey | null;
  readonly from: Second;
  /** Excluded. */
  readonly to: Second;
}

/** What was written since the start. */
export interface StoreCounts {
  /** Points, replacements included. */
  readonly pointsWritten: number;
  /** Calls of `write` whose points are in memory only, since something is wrong with the disk. */
  readonly writesFailed: number;
}

export interface StoreStats extends StoreCounts {
  /** Points kept now. */
  readonly pointsKept: number;
  /** Bytes that their values take. */
  readonly bytes: number;
}

/** A hub that has history. */
export interface KnownHub {
  readonly hub: HubId;
  /** s since the epoch. */
  readonly first: number;
  readonly last: number;
  readonly components: readonly ComponentKey[];
}

/** Where history is kept. Everything that reads or writes history goes through here; the memory and the database are two of it. */
export interface Store {
  /** Keeps points; a later point of the same hub, component and second replaces the one before. */
  write(points: readonly Point[]): void;
  /** For each column its values, one a step. */
  history(query: HistoryQuery): Promise<readonly Series[]>;
  /** The same for each of several components, in their order, asked at once. */
  histories(query: HistoriesQuery): Promise<readonly (readonly Series[])[]>;
  /** What a signal was in each step, merged whole; null where it was not known, or where the signal is no distribution. */
  distributions(query: DistributionsQuery): Promise<readonly (Distribution | null)[]>;
  /** The points of a stretch, oldest first, in pieces of some minutes; seconds without a point are left out. */
  points(query: PointsQuery): AsyncIterable<readonly Point[]>;
  /** The hubs that had history when it was opened. */
  knownHubs(): readonly KnownHub[];
  /** What is kept beside points. */
  readonly records: Records;
  /** Resolves once it is as safe as the store makes anything. */
  addMarker(marker: Marker): Promise<void>;
  /** Forgets a marker, as safely. */
  removeMarker(id: string): Promise<void>;
  /** Of one hub, or of all (null), oldest first. */
  markers(hub: HubId | null): Promise<Marker[]>;
  /** Forgets a hub. */
  forget(hub: HubId): void;
  /** What was written so far; asked each second. */
  counts(): StoreCounts;
  /** The same and what is kept, for which all of it is walked through. */
  stats(): StoreStats;
  /** Writes what is left and lets go. */
  close(): Promise<void>;
}
