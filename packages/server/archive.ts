import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { HubId, Point } from '@hubscope/core/signal';
import { HubscopeError } from '@hubscope/core/wire';
import type { Archive } from './api/index.js';
import type { Latest } from './latest.js';
import type { Stream } from './stream/index.js';
import { DatabaseFailure } from './store/duckdb/database-process.js';
import type { DuckStore } from './store/duckdb/duck-store.js';

/** Runs something with a folder of its own, which is gone afterwards. */
async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'hubscope-'));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is kept, as a whole: taken in, given out, copied and forgotten. */
export class KeptArchive implements Archive {
  constructor(
    private readonly store: DuckStore,
    private readonly latest: Latest,
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

  csvOfParquet(parquet: Buffer): Promise<Buffer> {
    return inFolder(async (folder) => {
      const [from, to] = [join(folder, 'in.parquet'), join(folder, 'out.csv')];
      await writeFile(from, parquet);
      try {
        await this.store.convert(from, to);
      } catch (error) {
        // What the database process told is about the file; its own end is not.
        if (!(error instanceof DatabaseFailure) || error.kind === 'Ended') throw error;
        throw new HubscopeError(
          'invalid_import',
          'The file is no Parquet file that can be read. Nothing was imported.',
        );
      }
      return readFile(to);
    });
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
