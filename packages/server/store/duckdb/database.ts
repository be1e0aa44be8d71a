import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { RecordChange } from '@hubscope/core/record';
import { hubId, SignalTable, type ComponentKey, type HubId, type Signal } from '@hubscope/core/signal';
import { encodeBlock, feedBlock, type Entry } from '../pack/block.js';
import { Merged } from '../pack/merged.js';
import { Steps } from '../pack/steps.js';
import type { Stretches } from '../pack/stretches.js';
import type { KnownHub } from '../store.js';
import { Absorber, gather, type Mark } from './absorb.js';
import { Blocks } from './blocks.js';
import { convert, quoted } from './convert.js';
import { RecordTable } from './record-table.js';
import { expire } from './retention.js';
import { migrate } from './schema.js';
import { SeriesTable } from './series.js';
import { planOf, tiers } from './tiers.js';

export interface DatabaseOptions {
  readonly file: string;
  /** The rows that the configuration adds to the signal table. */
  readonly signals: readonly Signal[];
  /** What the database may use for its own buffers, MB. */
  readonly memoryMb: number;
}

/** Series whose blocks are in memory at once while several are asked for. */
const readTogether = 25;

/** What a database holds, to begin with. */
export interface Catalog {
  readonly mark: Mark;
  readonly hubs: readonly KnownHub[];
}

/** A query in plain values. */
export interface PartQuery {
  readonly hub: HubId;
  readonly component: ComponentKey | null;
  readonly from: number;
  /** Excluded. */
  readonly to: number;
  readonly stepSeconds: number;
  readonly columns: readonly string[];
  /** Whether the extremes of single seconds are wanted. */
  readonly withExtremes?: boolean;
  /** Whether somebody goes on with the last step, and needs what it holds. */
  readonly keepLast: boolean;
}

/** The same of several components. */
export interface PartsQuery extends Omit<PartQuery, 'component'> {
  readonly components: readonly ComponentKey[];
}

/** One signal, wanted whole, in plain values. */
export interface MergedPartQuery extends Omit<PartQuery, 'columns' | 'withExtremes' | 'keepLast'> {
  readonly signal: string;
}

/** The answer to a part of a query. */
export interface Part {
  readonly values: readonly Float64Array[];
  readonly low: readonly Float64Array[];
  readonly high: readonly Float64Array[];
  /** What the last step holds, as a block of one entry; null where nobody goes on with it. */
  readonly open: Uint8Array | null;
}

export interface AbsorbOrder {
  readonly folder: string;
  /** The segment that is written to: nothing past it is read. */
  readonly upTo: number;
  /** Windows that end by then are full. */
  readonly until: number;
  /** Past so many bytes the oldest history goes before its time. */
  readonly maxBytes: number;
}

export interface Absorbed {
  readonly mark: Mark;
  /** Segments that hold nothing more. */
  readonly done: readonly number[];
}

/** What a program asks of the database, wherever it runs. All arguments and answers are plain values. */
export interface Database {
  open(): Promise<Catalog>;
  absorb(order: AbsorbOrder): Promise<Absorbed>;
  history(query: PartQuery): Promise<Part>;
  /** The same for each component, in their order. */
  histories(query: PartsQuery): Promise<readonly Part[]>;
  /** One signal's steps in which it was known, merged whole, as a block. */
  merged(query: MergedPartQuery): Promise<Uint8Array>;
  /** The blocks of seconds of one hub or component that overlap a stretch, packed, oldest first. */
  seconds(query: Pick<PartQuery, 'hub' | 'component' | 'from' | 'to'>): Promise<readonly SecondsBlock[]>;
  records(): Promise<readonly RecordChange[]>;
  /** Bytes of packed blocks that each hub takes, the largest first. */
  sizes(): Promise<readonly HubSize[]>;
  /** Copies the whole database, as it stands, into a new file. */
  copyTo(file: string): Promise<void>;
  /** Turns a CSV file with a header into a Parquet file, or back. @throws TooLarge where a Parquet file is more than an import may bring */
  convert(from: string, to: string): Promise<void>;
  close(): Promise<void>;
}

export interface HubSize {
  readonly hub: HubId;
  readonly bytes: number;
  /** s since the epoch. */
  readonly first: number;
  readonly last: number;
}

export interface SecondsBlock {
  readonly start: number;
  readonly body: Uint8Array;
}

/** History in a DuckDB file. One of it at a time may have a file open. */
export class DuckDatabase implements Database {
  readonly #options: DatabaseOptions;
  readonly #table: SignalTable;
  #open: Opened | null = null;

  constructor(options: DatabaseOptions) {
    this.#options = options;
    this.#table = new SignalTable(options.signals);
  }

  /**
   * Opens the file, makes it where there is none, and brings it to this program's version.
   * @throws DuckDB's error where it can't be read, LaterVersion where a later program wrote it
   */
  async open(): Promise<Catalog> {
    const instance = await DuckDBInstance.create(this.#options.file, {
      threads: '1',
      // Small blocks: a table of five minutes of a small hub fills little of one, and each table has its own.
      default_block_size: '16384',
      memory_limit: `${String(this.#options.memoryMb)}MB`,
      // Nothing is fetched from anywhere, and nothing of a file can run.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    try {
      const connection = await instance.connect();
      await migrate(connection);
      const opened = new Opened(instance, connection);
      await opened.blocks.open();
      await opened.series.open();
      this.#open = opened;
      return { mark: await opened.mark(), hubs: knownHubs(opened.series) };
    } catch (error) {
      instance.closeSync();
      throw error;
    }
  }

  async absorb({ folder, upTo, until, maxBytes }: AbsorbOrder): Promise<Absorbed> {
    const opened = this.#opened();
    const before = await opened.mark();
    const gathered = await gather(folder, this.#table, before, Math.max(until, before.until), upTo);
    const generation = await opened.transaction(async () => {
      for (const hub of gathered.forgotten) await opened.blocks.remove(await opened.series.remove(hub));
      const absorber = new Absorber(this.#table, opened.blocks, opened.series);
      const next = await opened.nextGeneration();
      await absorber.write(gathered.series, before.until, gathered.mark.until, next);
      await opened.records.apply([...gathered.records.values()], gathered.whole);
      await expire(opened.blocks, gathered.mark.until, maxBytes);
      await opened.setMark(gathered.mark);
      return next;
    });
    // What a table lost to rewriting comes back only here.
    if (generation % 12 === 0) await opened.connection.run('CHECKPOINT');
    return { mark: gathered.mark, done: gathered.done };
  }

  async history({ component, ...query }: PartQuery): Promise<Part> {
    const [part] = await this.#parts(query, [component]);
    if (part === undefined) throw new Error('a query of one component has one answer');
    return part;
  }

  async merged({ signal: name, component, ...query }: MergedPartQuery): Promise<Uint8Array> {
    const signal = this.#table.find(name);
    if (signal === null) return encodeBlock(this.#table, new Map<number, Entry>());
    const merged = new Merged({ ...query, signal });
    await this.#feed(query, [component], [merged]);
    return encodeBlock(this.#table, merged.entries(), 1);
  }

  async histories({ components, ...query }: PartsQuery): Promise<Part[]> {
    const parts: Part[] = [];
    for (let at = 0; at < components.length; at += readTogether)
      parts.push(...(await this.#parts(query, components.slice(at, at + readTogether))));
    return parts;
  }

  async seconds(query: Pick<PartQuery, 'hub' | 'component' | 'from' | 'to'>): Promise<SecondsBlock[]> {
    const opened = this.#opened();
    const series = opened.series.find(query.hub, query.component);
    if (series === null) return [];
    const blocks = await opened.blocks.read(tiers[0], series.id, query.from, query.to);
    return blocks.map(({ start, body }) => ({ start, body }));
  }

  records(): Promise<RecordChange[]> {
    return this.#opened().records.all();
  }

  async sizes(): Promise<HubSize[]> {
    const { blocks, series } = this.#opened();
    const bytes = new Map<number, number>();
    for (const size of await blocks.sizes())
      bytes.set(size.series, (bytes.get(size.series) ?? 0) + size.bytes);
    const hubs = new Map<HubId, HubSize>();
    for (const { id, hub, first, last } of series.all()) {
      const known = hubs.get(hub) ?? { hub, bytes: 0, first, last };
      hubs.set(hub, {
        hub,
        bytes: known.bytes + (bytes.get(id) ?? 0),
        first: Math.min(known.first, first),
        last: Math.max(known.last, last),
      });
    }
    return [...hubs.values()].sort((a, b) => b.bytes - a.bytes);
  }

  async copyTo(file: string): Promise<void> {
    const { connection } = this.#opened();
    const name = await connection.runAndReadAll('SELECT current_database()');
    await connection.run(`ATTACH ${quoted(file)} AS target`);
    try {
      await connection.run(`COPY FROM DATABASE "${String(name.value(0, 0))}" TO target`);
    } finally {
      await connection.run('DETACH target');
    }
  }

  async convert(from: string, to: string): Promise<void> {
    await convert(this.#opened().connection, from, to);
  }

  close(): Promise<void> {
    this.#open?.close();
    this.#open = null;
    return Promise.resolve();
  }

  async #parts(
    query: Omit<PartQuery, 'component'>,
    components: readonly (ComponentKey | null)[],
  ): Promise<Part[]> {
    const columns = query.columns.flatMap((name) => this.#table.column(name) ?? []);
    const each = components.map(() => new Steps({ ...query, columns }));
    await this.#feed(query, components, each);
    return each.map((steps) => this.#part(steps, query.keepLast));
  }

  #part(steps: Steps, keepLast: boolean): Part {
    const found = steps.done();
    return {
      values: found.map(({ values }) => values),
      low: found.map(({ low }) => low),
      high: found.map(({ high }) => high),
      open: keepLast ? encodeBlock(this.#table, new Map([[0, steps.open()]]), 1) : null,
    };
  }

  /** Adds what is kept of a stretch to the steps, that are under way, of each component. */
  async #feed(
    query: Omit<MergedPartQuery, 'component' | 'signal'>,
    components: readonly (ComponentKey | null)[],
    each: readonly Stretches[],
  ): Promise<void> {
    const opened = this.#opened();
    const { until } = await opened.mark();
    const known = components.flatMap((component, at) => {
      const series = opened.series.find(query.hub, component);
      const steps = each[at];
      return series === null || steps === undefined ? [] : [{ series: series.id, steps }];
    });
    const ids = known.map(({ series }) => series);
    for (const { tier, from, to } of planOf(query, until, (of) => opened.blocks.oldest(of))) {
      const blocks = await opened.blocks.look(tier, ids, from, to);
      for (const { series, steps } of known) {
        for (const { start, body } of blocks.get(series) ?? []) {
          const span = { start, seconds: tier.seconds, within: { from, to } };
          feedBlock(body, span, steps);
        }
      }
    }
  }

  #opened(): Opened {
    if (this.#open === null) throw new Error('the database is not open');
    return this.#open;
  }
}

function knownHubs(series: SeriesTable): KnownHub[] {
  const hubs = new Map<HubId, KnownHub & { components: ComponentKey[] }>();
  for (const { hub, component, first, last } of series.all()) {
    const known = hubs.get(hub) ?? { hub, first, last, components: [] };
    const components = component === null ? known.components : [...known.components, component];
    hubs.set(hub, { hub, first: Math.min(known.first, first), last: Math.max(known.last, last), components });
  }
  return [...hubs.values()].map((known) => ({ ...known, hub: hubId(known.hub) }));
}

/** An open file and its tables. */
class Opened {
  readonly blocks: Blocks;
  readonly series: SeriesTable;
  readonly records: RecordTable;
  #mark: Mark | null = null;

  constructor(
    private readonly instance: DuckDBInstance,
    readonly connection: DuckDBConnection,
  ) {
    this.blocks = new Blocks(connection);
    this.series = new SeriesTable(connection);
    this.records = new RecordTable(connection);
  }

  /** Runs all of it or nothing. */
  async transaction<T>(run: () => Promise<T>): Promise<T> {
    await this.connection.run('BEGIN');
    try {
      const result = await run();
      await this.connection.run('COMMIT');
      return result;
    } catch (error) {
      await this.connection.run('ROLLBACK').catch(() => undefined);
      // What was noted of tables and series while it ran is not so.
      await this.blocks.open();
      await this.series.open();
      this.#mark = null;
      throw error;
    }
  }

  async mark(): Promise<Mark> {
    if (this.#mark !== null) return this.#mark;
    const [segment, place, until] = await Promise.all(
      ['segment', 'place', 'until'].map(async (key) => Number((await this.#meta(key)) ?? 0)),
    );
    this.#mark = { segment: segment ?? 0, place: place ?? 0, until: until ?? 0 };
    return this.#mark;
  }

  async setMark({ segment, place, until }: Mark): Promise<void> {
    for (const [key, value] of Object.entries({ segment, place, until })) await this.#setMeta(key, value);
    this.#mark = { segment, place, until };
  }

  async nextGeneration(): Promise<number> {
    const next = Number((await this.#meta('generation')) ?? 0) + 1;
    await this.#setMeta('generation', next);
    return next;
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }

  async #meta(key: string): Promise<string | null> {
    const found = await this.connection.runAndReadAll('SELECT value FROM meta WHERE key = $1', [key]);
    return found.currentRowCount === 0 ? null : String(found.value(0, 0));
  }

  async #setMeta(key: string, value: number): Promise<void> {
    await this.connection.run('DELETE FROM meta WHERE key = $1', [key]);
    await this.connection.run('INSERT INTO meta VALUES ($1, $2)', [key, String(value)]);
  }
}
