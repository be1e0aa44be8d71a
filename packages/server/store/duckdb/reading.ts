import { setImmediate } from 'node:timers/promises';
import type { Distribution } from '@hubscope/core/distribution';
import type { Point, SignalTable } from '@hubscope/core/signal';
import { second } from '@hubscope/core/time';
import type { MemoryStore } from '../memory/memory-store.js';
import { decodeBlock, feedBlock } from '../pack/block.js';
import { Merged } from '../pack/merged.js';
import { Steps } from '../pack/steps.js';
import type { DistributionsQuery, HistoriesQuery, HistoryQuery, PointsQuery, Series } from '../store.js';
import type { Part, PartQuery } from './database.js';
import type { LentDatabase } from './lent-database.js';

/** Where history is read from: the database up to a moment, the memory from another one that is no later. */
export interface Source {
  readonly table: SignalTable;
  readonly hot: MemoryStore;
  readonly database: LentDatabase;
  /** Seconds before it are in the database. */
  readonly until: number;
}

/** Seconds of whole points that are asked of the database at once. */
const pageSeconds = 3600;

/** The first second that need not come from the database. */
function boundaryOf({ hot, until }: Source, from: number): number {
  return until <= from || hot.completeFrom <= from ? from : Math.min(hot.completeFrom, until);
}

/** What of a query is the database's, up to the boundary. */
function partOf(
  { from, stepSeconds, columns }: Omit<HistoryQuery, 'component'>,
  boundary: number,
): Pick<PartQuery, 'to' | 'columns' | 'keepLast'> {
  const keepLast = (boundary - from) % stepSeconds !== 0;
  return { to: boundary, columns: columns.map(({ name }) => name), keepLast };
}

/** Puts what the database answered before what the memory holds. */
function joined(query: HistoryQuery, part: Part, boundary: number, { hot }: Source): Series[] {
  const done = Math.floor((boundary - query.from) / query.stepSeconds);
  const from = second(query.from + done * query.stepSeconds);
  const steps = new Steps({ ...query, from });
  // The step that the boundary cuts begins with what the database has of it.
  if (part.open !== null) feedBlock(part.open, { start: from, seconds: query.stepSeconds }, steps);
  hot.feed({ ...query, from: second(boundary) }, steps);
  const rest = steps.done();
  const glued = (before: Float64Array | undefined, after: Float64Array | undefined): Float64Array => {
    const head = before?.subarray(0, done) ?? new Float64Array(0);
    const all = new Float64Array(head.length + (after?.length ?? 0));
    all.set(head);
    all.set(after ?? [], head.length);
    return all;
  };
  return query.columns.map((_, at) => ({
    values: glued(part.values[at], rest[at]?.values),
    low: glued(part.low[at], rest[at]?.low),
    high: glued(part.high[at], rest[at]?.high),
  }));
}

/** History by column and step, from both. */
export async function historyOf(query: HistoryQuery, source: Source): Promise<readonly Series[]> {
  const boundary = Math.min(boundaryOf(source, query.from), query.to);
  if (boundary <= query.from) return source.hot.history(query);
  const part = await source.database.use((database) =>
    database.history({ ...query, ...partOf(query, boundary) }),
  );
  return joined(query, part, boundary, source);
}

/** The same of several components: the database is asked once for all of them. */
export async function historiesOf(
  query: HistoriesQuery,
  source: Source,
): Promise<readonly (readonly Series[])[]> {
  const boundary = Math.min(boundaryOf(source, query.from), query.to);
  if (boundary <= query.from) return source.hot.histories(query);
  const parts = await source.database.use((database) =>
    database.histories({ ...query, ...partOf(query, boundary) }),
  );
  const { components, ...each } = query;
  const found: Series[][] = [];
  for (const [place, component] of components.entries()) {
    const part = parts[place];
    found.push(part === undefined ? [] : joined({ ...each, component }, part, boundary, source));
    await setImmediate();
  }
  return found;
}

/** One signal's distributions by step, from both. */
export async function distributionsOf(
  query: DistributionsQuery,
  source: Source,
): Promise<readonly (Distribution | null)[]> {
  const { signal, from, stepSeconds } = query;
  const boundary = Math.min(boundaryOf(source, from), query.to);
  if (boundary <= from) return source.hot.distributions(query);
  const block = await source.database.use((database) =>
    database.merged({ ...query, to: boundary, signal: signal.name }),
  );
  const merged = new Merged(query);
  // The step that the boundary cuts goes on with what the memory has of it.
  feedBlock(block, { start: from, seconds: stepSeconds }, merged);
  source.hot.feed({ ...query, from: second(boundary) }, merged);
  return merged.distributions();
}

/** Whole points, from both. */
export async function* pointsOf(query: PointsQuery, source: Source): AsyncIterable<readonly Point[]> {
  const { hub, component, from, to } = query;
  const boundary = Math.min(boundaryOf(source, from), to);
  for (let page = from; page < boundary; page = second(page + pageSeconds)) {
    const end = Math.min(page + pageSeconds, boundary);
    const blocks = await source.database.use((database) =>
      database.seconds({ hub, component, from: page, to: end }),
    );
    for (const { start, body } of blocks) {
      const points: Point[] = [];
      for (const [place, entry] of decodeBlock(source.table, body)) {
        const which = second(start + place);
        if (which < page || which >= end) continue;
        const readings = source.table.signals.map(({ index }) => entry[index]?.reading ?? null);
        points.push({ hub, component, second: which, readings });
      }
      if (points.length > 0) yield points;
      // Others have a turn between two blocks.
      await setImmediate();
    }
  }
  yield* source.hot.points({ ...query, from: second(Math.max(from, boundary)) });
}
