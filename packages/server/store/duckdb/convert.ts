import type { DuckDBConnection } from '@duckdb/node-api';

/** Rows that are taken from a Parquet file: the points that one import may bring. */
export const maxRows = 2_000_000;
/** Cells of all columns together: a number of one takes up to 25 bytes as text. */
const maxCells = 50_000_000;
const maxColumns = 1000;
/** Bytes of all texts together: as a CSV file may have. */
const maxTextBytes = 256 * 1024 * 1024;

/** A file that would be more than an import may bring, once it is unpacked. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** A text as SQL writes it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Types whose values are short, whatever they are. */
const short = /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*|BOOLEAN|DATE|TIME.*)$/;

/** @param source of SQL, that has as many rows as `rows` at most */
async function textBytes(
  connection: DuckDBConnection,
  source: string,
  columns: readonly (readonly [name: string, type: string])[],
): Promise<number> {
  const texts = columns
    .filter(([, type]) => !short.test(type) || type.endsWith(']'))
    .map(([name]) => `coalesce(sum(strlen(CAST("${name.replaceAll('"', '""')}" AS VARCHAR))), 0)`);
  if (texts.length === 0) return 0;
  const found = await connection.runAndReadAll(`SELECT ${texts.join(' + ')} FROM ${source}`);
  return Number(found.value(0, 0));
}

/**
 * A few bytes of a Parquet file may stand for any number of equal rows: it is asked how much it is before it is unpacked.
 * @throws TooLarge
 */
async function demandBounds(connection: DuckDBConnection, source: string, most: number): Promise<void> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  const columns = described.getRows().map(([name, type]) => [String(name), String(type)] as const);
  if (columns.length > maxColumns)
    throw new TooLarge(`an import holds ${String(maxColumns)} columns at most`);
  const counted = await connection.runAndReadAll(`SELECT count(*) FROM ${source}`);
  const rows = Number(counted.value(0, 0));
  if (rows > most) throw new TooLarge(`an import holds ${String(most)} points at most`);
  if (rows * columns.length > maxCells)
    throw new TooLarge(`an import holds ${String(maxCells)} cells at most`);
  // What the file says of itself may be a lie; no more than that is read.
  const bounded = `(SELECT * FROM ${source} LIMIT ${String(most)})`;
  if ((await textBytes(connection, bounded, columns)) > maxTextBytes)
    throw new TooLarge(`an import holds ${String(maxTextBytes)} bytes of text at most`);
}

/**
 * Turns a CSV file of ours with a header into a Parquet file, or a Parquet file of anybody's into CSV.
 * @param most rows of what is anybody's
 * @throws TooLarge, or DuckDB's error where it can't be read
 */
export async function convert(
  connection: DuckDBConnection,
  from: string,
  to: string,
  most = maxRows,
): Promise<void> {
  if (to.endsWith('.parquet')) {
    const rows = `SELECT * FROM read_csv(${quoted(from)}, header = true)`;
    await connection.run(`COPY (${rows}) TO ${quoted(to)} (FORMAT PARQUET)`);
    return;
  }
  const source = `read_parquet(${quoted(from)})`;
  await demandBounds(connection, source, most);
  const rows = `SELECT * FROM ${source} LIMIT ${String(most)}`;
  await connection.run(`COPY (${rows}) TO ${quoted(to)} (FORMAT CSV, HEADER)`);
}
