import { existsSync } from 'node:fs';
import { mkdir, readdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { HubId, Point, Signal, SignalTable } from '@hubscope/core/signal';
import { OneAtATime, second, secondOf, type Clock } from '@hubscope/core/time';
import type { Marker } from '@hubscope/core/wire';
import { pointsFrame, type NewEntry } from '../journal/frame.js';
import { Journal } from '../journal/journal.js';
import { framesOf, partsOf } from '../journal/parts.js';
import { removeSegment, segmentsIn, setAside } from '../journal/segments.js';
import { MemoryStore } from '../memory/memory-store.js';
import type { KnownHub, Store, StoreCounts, StoreStats } from '../store.js';
import type { Mark } from './absorb.js';
import { copyWhole, emptyFolder } from './copy-whole.js';
import { DatabaseProcess } from './database-process.js';
import type { Database, DatabaseOptions, HubSize } from './database.js';
import { FolderLock, FolderTaken } from './folder-lock.js';
import { JournalRecords } from './journal-records.js';
import { KeptMarkers } from './kept-markers.js';
import { KnownHubs } from './known-hubs.js';
import { LentDatabase } from './lent-database.js';
import { readJournal } from './read-journal.js';
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
const databaseName = 'hubscope.duckdb';

const cameLate =
  'The data folder could not be used at the start. History is kept in it since it can; the rules, people, keys and all else that it holds are in force from the next start on, and no change of them is kept until then.';

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
  readonly #markers: KeptMarkers;
  /** What changes which segments there are, and copies of them. */
  readonly #work = new OneAtATime();
  #lock: FolderLock | null = null;
  #mark: Mark = { segment: 0, place: 0, until: 0 };
  readonly #hubs = new KnownHubs();
  /** The journal holds points of windows that the database has, later than the database knows: it takes them in first. */
  #late = false;
  /** All that the folder holds has been read: only then may a segment begin, whose records count as all there are. */
  #read = false;
  #writesFailed = 0;
  #timer: NodeJS.Timeout | null = null;
  #tending: Promise<void> | null = null;
  #closed = false;

  private constructor(options: DuckStoreOptions) {
    const { clock, folder, table, signals, say } = options;
    this.#options = options;
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
    this.#markers = new KeptMarkers(this.records);
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
   * and goes on in memory; it is tried again as long as it lasts, and what waits in memory is written then.
   */
  static async open(options: DuckStoreOptions): Promise<DuckStore> {
    const folder = resolve(options.folder);
    await mkdir(folder, { recursive: true }).catch(() => undefined);
    const store = new DuckStore({ ...options, folder: await realpath(folder).catch(() => folder) });
    await store.#takeFolder(options.patienceMs);
    // What only the journal has of the database's time would be missing from answers.
    if (store.#late) await store.tend();
    store.#timer = setInterval(() => void store.tend(), tendEveryMs);
    store.#timer.unref();
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
    this.#journal.append(frame);
  }

  readonly history: Store['history'] = (query) => historyOf(query, this.#source());

  readonly histories: Store['histories'] = (query) => historiesOf(query, this.#source());

  readonly distributions: Store['distributions'] = (query) => distributionsOf(query, this.#source());

  readonly points: Store['points'] = (query) => pointsOf(query, this.#source());

  addMarker(marker: Marker): Promise<void> {
    return this.#markers.add(marker);
  }

  removeMarker(id: string): Promise<void> {
    return this.#markers.remove(id);
  }

  markers(hub: HubId | null): Promise<Marker[]> {
    return Promise.resolve(this.#markers.list(hub));
  }

  forget(hub: HubId): void {
    this.#hot.forget(hub);
    this.#journal.append({ kind: 'forget', hub });
  }

  /** Forgets a hub, on the disk too when it resolves. */
  async forgetForGood(hub: HubId): Promise<void> {
    this.#hot.forget(hub);
    this.#hubs.forget(hub);
    if (!this.#read) {
      this.#journal.append({ kind: 'forget', hub });
      return;
    }
    await this.#journal.commit({ kind: 'forget', hub });
    this.#late = true;
    await this.tend();
  }

  /**
   * Takes in points of the past, some at a time. All of them are on disk when it resolves, or none is.
   * @throws the file system's error
   */
  async import(points: readonly Point[]): Promise<void> {
    await this.#work.run(() => this.#import(points));
    await this.tend();
  }

  /** Bytes of packed history on disk, by hub. */
  async sizes(): Promise<readonly HubSize[]> {
    if (!existsSync(this.#file)) return [];
    return this.#database.use((database) => database.sizes());
  }

  /** Copies all that is kept, as it stands, into a folder that is new or empty. @throws the file system's error */
  async backup(folder: string): Promise<void> {
    await emptyFolder(folder);
    await this.#work.run(async () => {
      await this.#journal.flush();
      const kept = { folder: this.#options.folder, name: databaseName, database: this.#database };
      await copyWhole(kept, folder);
    });
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
    this.#tending ??= this.#work
      .run(() => this.#tend())
      .finally(() => {
        this.#tending = null;
      });
    return this.#tending;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#journal.close();
    await this.#database.close();
    // Whatever was under way has its end.
    await this.#work.run(() => Promise.resolve());
    await this.#lock?.release();
    this.#lock = null;
  }

  /**
   * Makes the folder this store's own, reads what it holds, and begins to write to it.
   * @param patienceMs for how long who else has it is waited for
   * @returns whether all that it holds was read
   */
  async #takeFolder(patienceMs = 0): Promise<boolean> {
    const { folder } = this.#options;
    try {
      await mkdir(folder, { recursive: true });
      this.#lock ??= await FolderLock.take(folder, patienceMs);
      await this.#readDatabase();
      const { table, say, clock } = this.#options;
      const readers = { hubs: this.#hubs, hot: this.#hot, records: this.records };
      const found = await readJournal({ folder, table, say, now: clock.now() }, this.#mark, readers);
      // What only the database knows of records would be lost by a segment that begins without it.
      if (!found.whole && this.#troubles.at('database') !== null) throw new Error('its database is not open');
      this.#late ||= found.late;
      if (this.#late) this.#startHot();
      await this.#markers.load();
      if (this.#timer !== null) this.#comeLate();
      this.#read = true;
      this.#troubles.set('folder', null);
      // The new segment says it all again: starts that follow each other fast must not pile up what each has to read.
      if (await this.#beginSegment())
        for (const number of found.spent) await removeSegment(folder, number).catch(() => undefined);
      return true;
    } catch (error) {
      const why =
        error instanceof FolderTaken
          ? error.message
          : `The data folder ${folder} can't be used: ${text(error)}.`;
      this.#troubles.set('folder', `${why} This one keeps what happens in memory only.`);
      return false;
    }
  }

  /**
   * The folder could not be used at the start. Where it holds records, the stages have been told of none of them: what they would write
   * stands for less than there is.
   */
  #comeLate(): void {
    this.#late = true;
    if (this.records.empty) return;
    this.records.close(cameLate);
    this.#troubles.set('records', cameLate);
  }

  async #readDatabase(): Promise<void> {
    const file = this.#file;
    if (!(await readdir(this.#options.folder)).includes(databaseName)) {
      // A new folder needs no database before the first window is full.
      if (this.#timer === null) this.#mark = { ...this.#mark, until: this.#fullUntil() };
      return;
    }
    try {
      await this.#database.use(async (database, catalog) => {
        this.#mark = catalog.mark;
        for (const hub of catalog.hubs) this.#hubs.add(hub);
        this.records.apply(await database.records());
      });
      this.#startHot();
      this.#troubles.set('database', null);
    } catch (error) {
      this.#troubles.set('database', `The database ${file} can't be opened: ${text(error)}`);
    }
  }

  async #import(points: readonly Point[]): Promise<void> {
    if (!this.#read || this.#closed) throw new Error(this.#troubles.all().join(' '));
    const records = (): Iterable<NewEntry> => this.records.entries();
    await this.#journal.insert(await this.#nextSegment(), framesOf(points, this.#options.table), records);
    this.#startHot();
    const { until } = this.#mark;
    for (const part of partsOf(points)) {
      this.#hubs.widen(part);
      this.#hot.write(part.filter((point) => point.second >= until));
      await turn();
    }
    this.#late = true;
  }

  /** Seconds before the mark are in the database. */
  #startHot(): void {
    this.#hot.startAt(second(Math.max(this.#mark.until, this.#hot.completeFrom)));
  }

  async #nextSegment(): Promise<number> {
    const [newest = 0] = (await segmentsIn(this.#options.folder)).slice(-1);
    return Math.max(newest, this.#journal.segment, this.#mark.segment) + 1;
  }

  /** Begins a segment with every record in it, so that the ones before need to be kept for their points only. */
  async #beginSegment(): Promise<boolean> {
    const { folder } = this.#options;
    if (this.#closed) return false;
    try {
      await this.#lock?.hold();
      await this.#journal.begin(await this.#nextSegment(), () => this.records.entries());
      this.#troubles.set('journal', null);
      return true;
    } catch (error) {
      this.#troubles.set('journal', `History can't be written to ${folder}: ${text(error)}`);
      return false;
    }
  }

  async #tend(): Promise<void> {
    if (this.#closed) return;
    if (!this.#read && !(await this.#takeFolder())) return;
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
