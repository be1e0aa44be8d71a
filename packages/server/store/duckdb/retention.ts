import type { Blocks } from './blocks.js';

/**
 * Forgets, within the transaction that is under way, tables that every second of is older than its tier keeps; and then, the finest and
 * oldest first, what goes past a size.
 * @param now s since the epoch
 */
export async function expire(blocks: Blocks, now: number, maxBytes: number): Promise<void> {
  for (const { name, tier, start } of blocks.tables()) {
    if (start + tier.table + tier.keep <= now) await blocks.drop(name);
  }
  let bytes = await blocks.bytes();
  for (const { name, tier, start } of blocks.tables()) {
    if (bytes <= maxBytes) return;
    // The table that is being filled stays, however small the limit.
    if (start + tier.table > now) continue;
    await blocks.drop(name);
    bytes = await blocks.bytes();
  }
}
