import { replay, type ReplayOptions } from '../journal/replay.js';
import type { MemoryStore } from '../memory/memory-store.js';
import type { Mark } from './absorb.js';
import type { JournalRecords } from './journal-records.js';
import type { KnownHubs } from './known-hubs.js';

/** Who is told what a journal holds. */
export interface Readers {
  readonly hubs: KnownHubs;
  readonly hot: MemoryStore;
  readonly records: JournalRecords;
}

export interface ReadJournal {
  /** Segments that hold nothing but records. */
  readonly spent: readonly number[];
  /** Whether it says all records that there are. */
  readonly whole: boolean;
  /** Whether it holds points of windows that the database has, later than the database knows. */
  readonly late: boolean;
}

/**
 * Reads what a journal holds beside the database.
 * @param mark how far the database has it
 * @throws the file system's error where it may not be read now
 */
export async function readJournal(
  options: ReplayOptions,
  { segment, place, until }: Mark,
  { hubs, hot, records }: Readers,
): Promise<ReadJournal> {
  const spent: number[] = [];
  let [whole, late] = [false, false];
  for await (const { number, held } of replay(options, (entry, end, from) => {
    if (entry.kind === 'points') {
      const { rows } = entry;
      hubs.widen(rows.heads);
      hot.take(rows, until);
      const known = from < segment || (from === segment && end <= place);
      late ||= !known && rows.heads.some((head) => head.second < until);
    } else if (entry.kind === 'forget') hot.forget(entry.hub);
    else if (entry.kind !== 'signals') {
      whole ||= entry.kind === 'records';
      if (entry.kind === 'records') records.clear();
      records.apply(entry.changes);
    }
  })) {
    if (!held) spent.push(number);
  }
  hot.settle();
  return { spent, whole, late };
}
