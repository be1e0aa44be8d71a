import type { StoredBlock } from './blocks.js';
import type { Tier } from './tiers.js';

/** What blocks may take that were read lately; a chart of a day takes some hundred kB a hub or component. */
const maxBytes = 16 * 1024 * 1024;

interface Stretch {
  /** s since the epoch, where blocks begin. */
  readonly from: number;
  /** Excluded. */
  readonly to: number;
  /** All that overlap it, oldest first. */
  readonly blocks: readonly StoredBlock[];
  readonly bytes: number;
}

/** The blocks that were read lately, one stretch a series and tier: what is looked at again is not read again. */
export class RecentBlocks {
  /** What was asked for longest ago comes first. */
  readonly #stretches = new Map<string, Stretch>();
  #bytes = 0;

  /** The blocks that overlap a stretch; null where not all of them are here. */
  get(tier: Tier, series: number, from: number, to: number): readonly StoredBlock[] | null {
    const key = keyOf(tier, series);
    const found = this.#stretches.get(key);
    if (found === undefined || from < found.from || to > found.to) return null;
    this.#stretches.delete(key);
    this.#stretches.set(key, found);
    return found.blocks.filter(({ start }) => start + tier.block > from && start < to);
  }

  put(tier: Tier, series: number, from: number, to: number, blocks: readonly StoredBlock[]): void {
    const key = keyOf(tier, series);
    this.#forget(key);
    const bytes = blocks.reduce((sum, { body }) => sum + body.length, 0);
    this.#stretches.set(key, { from, to, blocks, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#stretches.keys()) {
      if (this.#bytes <= maxBytes) return;
      this.#forget(oldest);
    }
  }

  /** Somebody writes: what was read is not so any more. */
  clear(): void {
    this.#stretches.clear();
    this.#bytes = 0;
  }

  #forget(key: string): void {
    this.#bytes -= this.#stretches.get(key)?.bytes ?? 0;
    this.#stretches.delete(key);
  }
}

const keyOf = (tier: Tier, series: number): string => `${String(tier.seconds)} ${String(series)}`;
