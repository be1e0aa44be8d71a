import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { HubId, Point } from '@hubscope/core/signal';
import { HubscopeError } from '@hubscope/core/wire';
import type { Archive } from './api/index.js';
import type { Latest } from './latest.js';
import type { Stream } from './stream/index.js';
import { TooLarge } from './store/duckdb/convert.js';
import { DatabaseFailure } from './store/duckdb/database-process.js';
import type { DuckStore } from './store/duckdb/duck-store.js';

/** Of folders that are gone afterwards. */
const prefix = 'hubscope-';

/** What the database told of a file; null where it told of something else, or its process has ended. */
function importRefusal(error: unknown): HubscopeError | null {
  const told = error instanceof DatabaseFailure && error.kind !== 'Ended';
  const isTooLarge = error instanceof TooLarge || (told && error.kind === 'TooLarge');
  if (!told && !isTooLarge) return null;
  const why = isTooLarge
    ? `The file holds too much: ${error.message}`
    : 'The file is no Parquet file that can be read';
  return new HubscopeError('invalid_import', `${why}. Nothing was imported.`);
}

/** Runs something with a folder of its own, which is gone afterwards. */
async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type KeptStore = Pick<
  DuckStore,
  'troubles' | 'sizes' | 'import' | 'knownHubs' | 'backup' | 'forgetForGood' | 'convert'
>;

/** What is kept, as a whole: taken in, given out, copied and forgotten. */
export class KeptArchive implements Archive {
  constructor(
    private readonly store: KeptStore,
    private readonly latest: Pick<Latest, 'remember' | 'past' | 'forgetPast'>,
    private readonly stream: Pick<Stream, 'remember' | 'forget'>,
  ) {}

  troubles(): readonly string[] {
    return this.store.troubles();
  }

  sizes(): ReturnType<DuckStore['sizes']> {
    return this.store.sizes();
  }

  async import(hub: HubId, points: readonly Point[]): Promise<void> {
    await this.store.import(points);
    this.latest.remember(this.store.knownHubs().filter((known) => known.hub === hub));
    this.stream.remember(this.latest.past());
  }

  backup(folder: string): Promise<void> {
    return this.store.backup(folder);
  }

  async forget(hub: HubId): Promise<void> {
    await this.store.forgetForGood(hub);
    const silent = this.latest.past().some(({ name }) => name === hub);
    this.latest.forgetPast(hub);
    if (silent) this.stream.forget(hub);
  }

  async *csvOfParquet(parquet: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const folder = await mkdtemp(join(tmpdir(), prefix));
    try {
      const [from, to] = [join(folder, 'in.parquet'), join(folder, 'out.csv')];
      await pipeline(parquet, createWriteStream(from));
      try {
        await this.store.convert(from, to);
      } catch (error) {
        throw importRefusal(error) ?? error;
      }
      for await (const piece of createReadStream(to)) yield piece as Buffer;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  parquetOfCsv(csv: Readable): Promise<Buffer> {
    return inFolder(async (folder) => {
      const [from, to] = [join(folder, 'in.csv'), join(folder, 'out.parquet')];
      await pipeline(csv, createWriteStream(from));
      await this.store.convert(from, to);
      return readFile(to);
    });
  }
}
