import { existsSync } from 'node:fs';
import { mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Collection } from '@hubscope/core/record';
import type { HubId, Point, Signal, SignalTable } from '@hubscope/core/signal';
import { second, secondOf, type Clock } from '@hubscope/core/time';
import { marker as markerSchema, type Marker } from '@hubscope/core/wire';
import { pointsFrame } from '../journal/frame.js';
import { Journal } from '../journal/journal.js';
import { replay } from '../journal/replay.js';
import { copySegments, removeSegment, segmentsIn, setAside } from '../journal/segments.js';
import { MemoryStore } from '../memory/memory-store.js';
import type { KnownHub, Store, StoreCounts, StoreStats } from '../store.js';
import type { Mark } from './absorb.js';
import { DatabaseProcess } from './database-process.js';
import type { Database, DatabaseOptions, HubSize } from './database.js';
import { FolderLock } from './folder-lock.js';
import { JournalRecords } from './journal-records.js';
import { LentDatabase } from './lent-database.js';
import { KnownHubs } from './known-hubs.js';
import { distributionsOf, historiesOf, historyOf, pointsOf } from './reading.js';
import { startIn, windowSeconds } from './tiers.js';
import { Troubles } from './troubles.js';

export interface DuckStoreOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly table: SignalTable;
  /** The rows of the table that the configuration adds. */
  readonly signals: readonly Signal[];
  /** Past so many bytes of packed history the oldest goes before its time. */
  readonly maxBytes?: number;
  /** For how long who else has the folder is waited for at the start, ms; not at all unless set. */
  readonly patienceMs?: number;
  /** Told a sentence when something is wrong with the folder, and when it is right again. */
  readonly say: (sentence: string) => void;
  /** Makes the database that has the file open: a process of its own unless set. */
  readonly database?: (options: DatabaseOptions) => Database;
}

/** What waits is written this often, so that nothing older than 2 s is lost even where the disk is slow, ms. */
const writeEveryMs = 500;
const maxWaitingBytes = 32 * 1024 * 1024;
/** Seconds that stay in memory, and the bytes that they may take past a quarter of an hour. */
const hotSeconds = 3600;
const hotBytes = 24 * 1024 * 1024;
/** Late data amends a second for 120 s; a window is full when that and a little more has passed, s. */
const settleSeconds = 150;
const tendEveryMs = 10_000;
const idleMs = 30_000;
const databaseMemoryMb = 96;
const maxMarkers = 10_000;
const databaseName = 'hubscope.duckdb';

const markers = new Collection('marker', markerSchema);

const text = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * History on disk. What happens goes into a journal at once, a flush twice a second; every five minutes the journal is taken into the
 * DuckDB file by a process that lives only as long as it is used. The newest hour is in memory too, in packed columns.
 */
export class DuckStore implements Store {
  readonly records: JournalRecords;
  readonly #options: DuckStoreOptions;
  readonly #hot: MemoryStore;
  readonly #journal: Journal;
  readonly #database: LentDatabase;
  readonly #troubles: Troubles;
  readonly #markers = new Map<string, Marker>();
  #lock: FolderLock | null = null;
  #mark: Mark = { segment: 0, place: 0, until: 0 };
  readonly #hubs = new KnownHubs();
  /** The journal holds points of windows that the database has, later than the database knows: it takes them in first. */
  #late = false;
  #writesFailed = 0;
  #timer: NodeJS.Timeout | null = null;
  #tending: Promise<void> | null = null;

  private constructor(options: DuckStoreOptions, folder: string) {
    const { clock, table, signals, say } = options;
    this.#options = { ...options, folder };
    this.#troubles = new Troubles(say);
    this.#hot = new MemoryStore({ clock, table, keepSeconds: hotSeconds, maxBytes: hotBytes });
    this.#journal = new Journal({
      folder,
      table,
      everyMs: writeEveryMs,
      maxWaitingBytes,
      trouble: (why) => {
        this.#troubles.set('journal', why === null ? null : `History can't be written to ${folder}: ${why}`);
      },
    });
    this.records = new JournalRecords((entry) => this.#journal.commit(entry));
    const file = join(folder, databaseName);
    const make = options.database ?? ((each): Database => new DatabaseProcess(each));
    this.#database = new LentDatabase({
      make: () => make({ file, signals, memoryMb: databaseMemoryMb }),
      idleMs,
      setAside: (why) => this.#setAside(file, why),
    });
  }

  /**
   * Opens a folder, making it where there is none, and reads what is not in the database yet. Where the folder can't be used it says so
   * and goes on in memory; what can be mended by itself is tried again.
   */
  static async open(options: DuckStoreOptions): Promise<DuckStore> {
    let { folder } = options;
    try {
      await mkdir(folder, { recursive: true });
      folder = await realpath(folder);
    } catch (error) {
      const store = new DuckStore(options, folder);
      store.#troubles.set('folder', `The data folder ${folder} can't be used: ${text(error)}`);
      return store;
    }
    const store = new DuckStore(options, folder);
    await store.#open();
    return store;
  }

  /** What is wrong now, in sentences; empty where all is well. */
  troubles(): readonly string[] {
    return this.#troubles.all();
  }

  /** The hubs that have history from before this start. */
  knownHubs(): readonly KnownHub[] {
    return this.#hubs.list();
  }

  write(points: readonly Point[]): void {
    const { frame, rows } = pointsFrame(points, this.#options.table);
    this.#hot.take(rows);
    if (this.#troubles.all().length > 0) this.#writesFailed += 1;
    if (this.#lock !== null) this.#journal.append(frame);
  }

  readonly history: Store['history'] = (query) => historyOf(query, this.#source());

  readonly histories: Store['histories'] = (query) => historiesOf(query, this.#source());

  readonly distributions: Store['distributions'] = (query) => distributionsOf(query, this.#source());

  readonly points: Store['points'] = (query) => pointsOf(query, this.#source());

  async addMarker(marker: Marker): Promise<void> {
    const old = (await this.markers(null)).slice(0, Math.max(0, this.#markers.size + 1 - maxMarkers));
    await this.records.commit([markers.put(marker.id, marker), ...old.map(({ id }) => markers.remove(id))]);
    for (const { id } of old) this.#markers.delete(id);
    this.#markers.set(marker.id, marker);
  }

  async removeMarker(id: string): Promise<void> {
    await this.records.commit([markers.remove(id)]);
    this.#markers.delete(id);
  }

  markers(hub: HubId | null): Promise<Marker[]> {
    const found = [...this.#markers.values()].filter((marker) => hub === null || marker.hub === hub);
    return Promise.resolve(found.sort((a, b) => a.at - b.at));
  }

  forget(hub: HubId): void {
    this.#hot.forget(hub);
    if (this.#lock !== null) this.#journal.append({ kind: 'forget', hub });
  }

  /** Forgets a hub, on the disk too when it resolves. */
  async forgetForGood(hub: HubId): Promise<void> {
    this.#hot.forget(hub);
    this.#hubs.forget(hub);
    if (this.#lock === null) return;
    await this.#journal.commit({ kind: 'forget', hub });
    this.#late = true;
    await this.tend();
  }

  /**
   * Takes in points of the past. All of them are on disk when it resolves, or none is.
   * @throws the file system's error
   */
  async import(points: readonly Point[]): Promise<void> {
    if (this.#lock === null) throw new Error(this.#troubles.all().join(' '));
    const { frame, rows } = pointsFrame(points, this.#options.table);
    await this.#journal.commit(frame);
    this.#hubs.widen(points);
    const { until } = this.#mark;
    this.#hot.startAt(second(Math.max(until, this.#hot.completeFrom)));
    this.#hot.take(rows, until);
    this.#late = true;
    await this.tend();
  }

  /** Bytes of packed history on disk, by hub. */
  async sizes(): Promise<readonly HubSize[]> {
    if (!existsSync(this.#file)) return [];
    return this.#database.use((database) => database.sizes());
  }

  /** Copies all that is kept, as it stands, into a folder that is new or empty. @throws the file system's error */
  async backup(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length > 0) throw new Error(`${folder} is not empty`);
    await this.#tending;
    // Nothing is taken from the journal into the database while the two are copied: together they are whole.
    this.#tending = this.#copyTo(folder).finally(() => {
      this.#tending = null;
    });
    await this.#tending;
  }

  /** Turns a CSV file into a Parquet file, or back. */
  convert(from: string, to: string): Promise<void> {
    return this.#database.use((database) => database.convert(from, to));
  }

  counts(): StoreCounts {
    return { ...this.#hot.counts(), writesFailed: this.#writesFailed };
  }

  stats(): StoreStats {
    return { ...this.#hot.stats(), ...this.counts() };
  }

  /** Takes full windows of the journal into the database, and mends what can be mended. Runs by itself from time to time. */
  tend(): Promise<void> {
    this.#tending ??= this.#tend().finally(() => {
      this.#tending = null;
    });
    return this.#tending;
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#journal.close();
    await this.#database.close();
    await this.#tending;
    await this.#lock?.release();
    this.#lock = null;
  }

  async #open(): Promise<void> {
    const { folder } = this.#options;
    try {
      this.#lock = await FolderLock.take(folder, this.#options.patienceMs);
    } catch (error) {
      this.#troubles.set('folder', `${text(error)} This one keeps what happens in memory only.`);
      return;
    }
    await this.#readDatabase();
    const spent = await this.#readJournal();
    for (const [id, marker] of await markers.load(this.records, () => undefined))
      this.#markers.set(id, marker);
    if (await this.#beginSegment()) {
      // The new segment says it all again: starts that follow each other fast must not pile up what each has to read.
      for (const number of spent) await removeSegment(folder, number).catch(() => undefined);
      await this.#tendLate();
    }
    this.#timer = setInterval(() => void this.tend(), tendEveryMs);
    this.#timer.unref();
  }

  async #readDatabase(): Promise<void> {
    const file = this.#file;
    if (!existsSync(file)) {
      // A new folder needs no database before the first window is full.
      this.#mark = { ...this.#mark, until: this.#fullUntil() };
      return;
    }
    try {
      await this.#database.use(async (database, catalog) => {
        this.#mark = catalog.mark;
        for (const hub of catalog.hubs) this.#hubs.add(hub);
        this.records.apply(await database.records());
      });
      this.#hot.startAt(second(this.#mark.until));
    } catch (error) {
      this.#troubles.set('database', `The database ${file} can't be opened: ${text(error)}`);
    }
  }

  /** @returns the segments that hold nothing but records */
  async #readJournal(): Promise<number[]> {
    const { folder, table, say, clock } = this.#options;
    const { segment, place, until } = this.#mark;
    const spent: number[] = [];
    for await (const { number, held } of replay(
      { folder, table, say, now: clock.now() },
      (entry, end, from) => {
        if (entry.kind === 'points') {
          const { rows } = entry;
          this.#hubs.widen(rows.heads);
          this.#hot.take(rows, until);
          const known = from < segment || (from === segment && end <= place);
          this.#late ||= !known && rows.heads.some((head) => head.second < until);
        } else if (entry.kind === 'forget') this.#hot.forget(entry.hub);
        else if (entry.kind !== 'signals') {
          if (entry.kind === 'records') this.records.clear();
          this.records.apply(entry.changes);
        }
      },
    )) {
      if (!held) spent.push(number);
    }
    this.#hot.settle();
    return spent;
  }

  /** Begins a segment with every record in it, so that the ones before need to be kept for their points only. */
  async #beginSegment(): Promise<boolean> {
    const { folder } = this.#options;
    try {
      const [newest = 0] = (await segmentsIn(folder)).slice(-1);
      const number = Math.max(newest, this.#journal.segment, this.#mark.segment) + 1;
      await this.#journal.begin(number, () => this.records.entries());
      this.#troubles.set('journal', null);
      return true;
    } catch (error) {
      this.#troubles.set('journal', `History can't be written to ${folder}: ${text(error)}`);
      return false;
    }
  }

  /** After a start: what only the journal has of the database's time would be missing from answers. */
  async #tendLate(): Promise<void> {
    if (!this.#late) return;
    this.#hot.startAt(second(this.#mark.until));
    await this.tend();
  }

  async #copyTo(folder: string): Promise<void> {
    await this.#journal.flush();
    try {
      await this.#database.use((database) => database.copyTo(join(folder, databaseName)));
      await copySegments(this.#options.folder, folder);
    } catch (error) {
      // Half a copy must not be taken for one; the folder was empty before.
      for (const name of await readdir(folder)) await rm(join(folder, name), { force: true });
      throw error;
    }
  }

  async #tend(): Promise<void> {
    if (this.#lock === null) return;
    if (this.#journal.segment === 0 && !(await this.#beginSegment())) return;
    const until = Math.max(this.#mark.until, this.#fullUntil());
    if (until <= this.#mark.until && !this.#late) return;
    // What waits is written first: the database takes in what the journal holds, and no more.
    await this.#journal.flush();
    if (!(await this.#beginSegment())) return;
    const { folder, maxBytes = Infinity } = this.#options;
    const upTo = this.#journal.segment;
    try {
      const { mark, done } = await this.#database.use((database) =>
        database.absorb({ folder, upTo, until, maxBytes }),
      );
      this.#mark = mark;
      this.#late = false;
      for (const number of done) await removeSegment(folder, number);
      this.#troubles.set('database', null);
    } catch (error) {
      this.#troubles.set('database', `The journal can't be taken into the database: ${text(error)}`);
    }
  }

  get #file(): string {
    return join(this.#options.folder, databaseName);
  }

  /** Windows that end by then get no more data, but what is very late. */
  #fullUntil(): number {
    return startIn(secondOf(this.#options.clock.now()) - settleSeconds, windowSeconds);
  }

  async #setAside(file: string, why: string): Promise<void> {
    const now = this.#options.clock.now();
    const aside = await setAside(file, now);
    if (existsSync(`${file}.wal`)) await setAside(`${file}.wal`, now);
    this.#mark = { segment: 0, place: 0, until: 0 };
    this.#options.say(
      `The database was damaged (${why}). It was set aside as ${aside}, and a new one begun.`,
    );
  }

  #source(): Parameters<typeof historyOf>[1] {
    const { table } = this.#options;
    return { table, hot: this.#hot, database: this.#database, until: this.#mark.until };
  }
}
