import { statSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import type { SignalTable } from '@hubscope/core/signal';
import { columnsIn, tableOf } from '@hubscope/server/stages';

/** What a tier's values take in a database file. */
export interface TierWeight {
  /** Seconds a value. */
  readonly seconds: number;
  readonly scalars: { count: number; bytes: number };
  readonly distributions: { count: number; bytes: number };
  /** Bytes of blocks that are no column: which seconds there are, and names. */
  readonly heads: number;
}

export interface Weight {
  readonly tiers: readonly TierWeight[];
  readonly fileBytes: number;
  /** Bytes of the file that hold no block: records, names, the database's own pages. */
  readonly otherBytes: number;
  /** Bytes of pages that hold nothing now and are written to next: a table that grows is written anew before the old one goes. */
  readonly freeBytes: number;
}

/** Weighs a database that nobody has open. */
export async function weigh(file: string, table: SignalTable): Promise<Weight> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY', threads: '1' });
  const connection = await instance.connect();
  const tiers = new Map<number, { -readonly [K in keyof TierWeight]: TierWeight[K] }>();
  let blockBytes = 0;
  let freeBytes = 0;
  try {
    const size = await connection.runAndReadAll(
      'SELECT (free_blocks * block_size)::DOUBLE FROM pragma_database_size()',
    );
    freeBytes = Number(size.value(0, 0));
    const names = await connection.runAndReadAll('SELECT table_name FROM information_schema.tables');
    for (const [name] of names.getRows()) {
      const tier = typeof name === 'string' ? tableOf(name)?.tier : null;
      if (tier === null || tier === undefined) continue;
      const weight = tiers.get(tier.seconds) ?? {
        seconds: tier.seconds,
        scalars: { count: 0, bytes: 0 },
        distributions: { count: 0, bytes: 0 },
        heads: 0,
      };
      tiers.set(tier.seconds, weight);
      const blocks = await connection.runAndReadAll(`SELECT body FROM ${String(name)}`);
      for (const [body] of blocks.getRows()) {
        if (typeof body !== 'object' || body === null || !('bytes' in body)) throw new Error('no blob');
        blockBytes += body.bytes.length;
        weight.heads += body.bytes.length;
        for (const column of columnsIn(body.bytes)) {
          const distribution = table.find(column.name)?.fold === 'distribution';
          const kind = distribution ? weight.distributions : weight.scalars;
          kind.count += column.count;
          kind.bytes += column.bytes;
          weight.heads -= column.bytes;
        }
      }
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  const fileBytes = statSync(file).size;
  return {
    tiers: [...tiers.values()].sort((a, b) => a.seconds - b.seconds),
    fileBytes,
    otherBytes: fileBytes - blockBytes - freeBytes,
    freeBytes,
  };
}
