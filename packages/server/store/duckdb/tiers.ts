import { second, type Second } from '@hubscope/core/time';
import { chunkSeconds } from '../pack/lanes.js';

/** A resolution in which history is kept. All lengths are in seconds, and each divides the ones that follow it. */
export interface Tier {
  /** What one entry covers. */
  readonly seconds: number;
  /** What one block (a row of the database) covers. */
  readonly block: number;
  /**
   * What one table covers: history is forgotten by the table, which gives its room back at once. A table that is being filled is
   * written anew at each checkpoint, which takes its room once more: short ones keep that small.
   */
  readonly table: number;
  /** How long it is kept, at least. */
  readonly keep: number;
}

const hour = 3600;
const day = 24 * hour;

/** The time that points wait in the journal until late data has come in and a block is full, s: a chunk's, in which it is gathered. */
export const windowSeconds = chunkSeconds;

/** One second, and the rollups that are merged from the tier before. */
export const tiers = [
  { seconds: 1, block: windowSeconds, table: hour, keep: day },
  { seconds: 10, block: hour, table: 6 * hour, keep: 7 * day },
  { seconds: 60, block: 6 * hour, table: 5 * day, keep: 30 * day },
  { seconds: 600, block: 60 * hour, table: 60 * day, keep: 400 * day },
] as const satisfies readonly Tier[];

/** The table of a tier that holds a second. */
export function tableName(tier: Tier, which: number): string {
  return `history_${String(tier.seconds)}_${String(startIn(which, tier.table))}`;
}

/** The tier and the first second of a table; null where the name is none of ours. */
export function tableOf(name: string): { readonly tier: Tier; readonly start: Second } | null {
  const [, seconds, start] = /^history_(\d+)_(\d+)$/.exec(name) ?? [];
  const tier = tiers.find((each) => String(each.seconds) === seconds);
  return tier === undefined ? null : { tier, start: second(Number(start)) };
}

/** The start of the block, or table, of this length that holds a second. */
export function startIn(which: number, length: number): number {
  return Math.floor(which / length) * length;
}

/** A stretch of a query and the tier that answers it. */
export interface Stretch {
  readonly tier: Tier;
  readonly from: number;
  /** Excluded. */
  readonly to: number;
}

/**
 * Which tier answers which part of `[from, to)`: the coarsest that the step allows; a finer one for the newest part, whose blocks are
 * not full yet; a coarser one for what is kept no finer.
 * @param until the seconds before it are in the database
 * @param oldest the first second that a tier still keeps; null where it keeps none
 */
export function planOf(
  { from, to, stepSeconds }: { readonly from: number; readonly to: number; readonly stepSeconds: number },
  until: number,
  oldest: (tier: Tier) => number | null,
): Stretch[] {
  const fits = tiers.findLastIndex(
    ({ seconds }) => stepSeconds % seconds === 0 && startIn(from, seconds) === from,
  );
  const end = Math.min(to, until);
  const stretches: Stretch[] = [];
  let after = end;
  // From the newest to the oldest: each tier gives what it has, the next coarser one what lies before.
  for (const [place, tier] of tiers.entries()) {
    const next = tiers[place + 1];
    const first = oldest(tier);
    if (first === null || after <= from) continue;
    const nextFull = next === undefined || place >= fits ? 0 : startIn(until, next.block);
    const begin = Math.max(from, first, place < fits ? nextFull : 0);
    if (begin >= after) continue;
    stretches.unshift({ tier, from: begin, to: after });
    after = begin;
  }
  return stretches;
}
