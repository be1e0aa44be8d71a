import type { RecordChange } from '@hubscope/core/record';
import type { ComponentKey, HubId, SignalTable } from '@hubscope/core/signal';
import { readSegment, segmentsIn } from '../journal/segments.js';
import { Chunk } from '../pack/chunk.js';
import { decodeBlock, encodeBlock, type Entries } from '../pack/block.js';
import { Roller } from '../pack/rolled.js';
import type { Rows } from '../pack/rows.js';
import type { Blocks, StoredBlock } from './blocks.js';
import type { SeriesTable } from './series.js';
import { startIn, tiers, windowSeconds, type Tier } from './tiers.js';

/** How far the journal has been taken into the database. */
export interface Mark {
  /** The segment and the place in it up to which records count. */
  readonly segment: number;
  readonly place: number;
  /** Points of seconds before this are in the database, as far as they stood before that place. */
  readonly until: number;
}

/** What the journal holds that the database does not. */
export interface Gathered {
  readonly mark: Mark;
  /** By hub and component, by window. */
  readonly series: Map<string, GatheredSeries>;
  /** What was said of records. */
  readonly records: Map<string, RecordChange>;
  /** Whether these are all the records that there are. */
  readonly whole: boolean;
  readonly forgotten: readonly HubId[];
  /** Segments that hold nothing more once this is written. */
  readonly done: readonly number[];
}

export interface GatheredSeries {
  readonly hub: HubId;
  readonly component: ComponentKey | null;
  /** s since the epoch. */
  first: number;
  last: number;
  readonly windows: Map<number, Chunk>;
}

/** Puts a row into the window of its second. */
export function gatherRow(
  series: Map<string, GatheredSeries>,
  table: SignalTable,
  rows: Rows,
  row: number,
): void {
  const head = rows.heads[row];
  if (head === undefined) return;
  const { hub, component, second } = head;
  const key = JSON.stringify([hub, component]);
  let mine = series.get(key);
  if (mine === undefined) {
    mine = { hub, component, first: second, last: second, windows: new Map() };
    series.set(key, mine);
  }
  mine.first = Math.min(mine.first, second);
  mine.last = Math.max(mine.last, second);
  const start = startIn(second, windowSeconds);
  let window = mine.windows.get(start);
  if (window === undefined) {
    window = new Chunk(table.signals);
    mine.windows.set(start, window);
  }
  window.put(second - start, rows.readings, row);
}

/**
 * Reads the journal's segments up to the one that is being written to.
 * @param before what was taken in already
 * @param until points of windows that end later stay in the journal
 */
export async function gather(
  folder: string,
  table: SignalTable,
  before: Mark,
  until: number,
  upTo: number,
): Promise<Gathered> {
  const series = new Map<string, GatheredSeries>();
  const forgotten = new Set<HubId>();
  const done: number[] = [];
  const records = new Map<string, RecordChange>();
  let whole = false;
  let mark = { ...before, until };
  for (const number of await segmentsIn(folder)) {
    if (number > upTo) break;
    const here = { held: false };
    const { end: last } = await readSegment(folder, number, table, (entry, end) => {
      const known = number < before.segment || (number === before.segment && end <= before.place);
      if (entry.kind === 'points') {
        for (const [row, head] of entry.rows.heads.entries()) {
          const window = startIn(head.second, windowSeconds) + windowSeconds;
          if (window > until) here.held = true;
          else if (!known || window > before.until) gatherRow(series, table, entry.rows, row);
        }
      } else if (entry.kind === 'records' || entry.kind === 'changes') {
        if (known) return;
        if (entry.kind === 'records') {
          records.clear();
          whole = true;
        }
        for (const change of entry.changes)
          records.set(JSON.stringify([change.collection, change.id]), change);
      } else if (entry.kind === 'forget') {
        if (!known) forgotten.add(entry.hub);
        for (const [key, { hub }] of series) if (hub === entry.hub) series.delete(key);
      }
    });
    mark = { segment: number, place: last, until };
    if (!here.held && number < upTo) done.push(number);
  }
  return { mark, series, records, whole, forgotten: [...forgotten], done };
}

function rollInto(
  table: SignalTable,
  fine: Tier,
  start: number,
  entries: Entries,
  tier: Tier,
  to: Entries,
  at: number,
): void {
  const rollers = table.signals.map((signal) => new Roller(signal));
  let place = -1;
  const finish = (): void => {
    if (place >= 0)
      to.set(
        place,
        rollers.map((roller) => roller.done()),
      );
    for (const roller of rollers) roller.clear();
  };
  for (const each of [...entries.keys()].sort((a, b) => a - b)) {
    const next = Math.floor((start + each * fine.seconds - at) / tier.seconds);
    if (next !== place) finish();
    place = next;
    for (const [index, rolled] of (entries.get(each) ?? []).entries()) {
      if (rolled !== null && rolled !== undefined) rollers[index]?.add(rolled);
    }
  }
  finish();
}

/** Writes windows of seconds and what they roll up into, within the transaction that is under way. */
export class Absorber {
  readonly #table: SignalTable;
  readonly #blocks: Blocks;
  readonly #series: SeriesTable;

  constructor(table: SignalTable, blocks: Blocks, series: SeriesTable) {
    this.#table = table;
    this.#blocks = blocks;
    this.#series = series;
  }

  /**
   * @param before windows that end by then may be in the database already: what is new is merged into what is there
   * @param until windows that end by then are full
   */
  async write(
    gathered: ReadonlyMap<string, GatheredSeries>,
    before: number,
    until: number,
    generation: number,
  ): Promise<void> {
    const [second] = tiers;
    const full: StoredBlock[] = [];
    const late = new Map<number, Set<number>>();
    for (const { hub, component, first, last, windows } of gathered.values()) {
      const { id } = this.#series.reach(hub, component, first, last);
      for (const [start, window] of windows) {
        let body = window.packed();
        if (start < before) {
          const [kept] = await this.#blocks.read(second, id, start, start + windowSeconds);
          if (kept !== undefined) body = this.#merged(kept.body, body);
          late.set(id, (late.get(id) ?? new Set()).add(start));
        }
        full.push({ series: id, start, body });
      }
    }
    await this.#blocks.write(second, full, generation);
    await this.#series.write();
    await this.#promote(late, before, until, generation);
  }

  /** A block, and what is later known of the same window. */
  #merged(kept: Uint8Array, later: Uint8Array): Uint8Array {
    const entries = [kept, later].flatMap((body) => [...decodeBlock(this.#table, body)]);
    return encodeBlock(this.#table, new Map(entries));
  }

  /** Rolls up the blocks of coarser tiers that became full, and those that late points changed. */
  async #promote(
    late: ReadonlyMap<number, ReadonlySet<number>>,
    before: number,
    until: number,
    generation: number,
  ): Promise<void> {
    for (const [place, tier] of tiers.entries()) {
      const fine = tiers[place - 1];
      if (fine === undefined) continue;
      const wanted = new Map<number, Set<number>>();
      const want = (start: number, series: number): void => {
        if (start + tier.block <= until) wanted.set(start, (wanted.get(start) ?? new Set()).add(series));
      };
      const oldest = this.#blocks.oldest(fine);
      if (oldest === null) continue;
      const first = Math.max(startIn(before, tier.block), startIn(oldest, tier.block));
      for (let start = first; start + tier.block <= until; start += tier.block) {
        for (const id of await this.#blocks.seriesWithin(fine, start, start + tier.block)) want(start, id);
      }
      for (const [id, starts] of late) for (const start of starts) want(startIn(start, tier.block), id);
      for (const [start, ids] of wanted) {
        const blocks: StoredBlock[] = [];
        for (const id of ids) {
          blocks.push(await this.#promoted(fine, tier, id, start, late.has(id)));
        }
        await this.#blocks.write(tier, blocks, generation);
      }
    }
  }

  /** @param again where the block may be there already: what finer history no longer tells stays as it is */
  async #promoted(
    fine: Tier,
    tier: Tier,
    series: number,
    start: number,
    again: boolean,
  ): Promise<StoredBlock> {
    const rolled: Entries = new Map();
    if (again) {
      for (const block of await this.#blocks.read(tier, series, start, start + tier.block)) {
        const shift = (block.start - start) / tier.seconds;
        for (const [place, entry] of decodeBlock(this.#table, block.body)) rolled.set(shift + place, entry);
      }
      await this.#blocks.replace(tier, { series, start });
    }
    for (const block of await this.#blocks.read(fine, series, start, start + tier.block)) {
      rollInto(this.#table, fine, block.start, decodeBlock(this.#table, block.body), tier, rolled, start);
    }
    return { series, start, body: encodeBlock(this.#table, rolled) };
  }
}
