import { UptimeRecord } from '@hubscope/core/judge';
import { Collection, type RecordChange } from '@hubscope/core/record';
import type { HubId } from '@hubscope/core/signal';
import { z } from 'zod';

const keptCell = z.object({
  hub: z.string(),
  /** The cell's number: seconds since the epoch ÷ 600. */
  cell: z.number().int(),
  seconds: z.string().regex(/^([0-9a-f]{2}){150}$/),
});

/** Each ten minutes of each hub, second by second. */
export const keptUptime = new Collection('uptime', keptCell);
export type KeptCell = z.infer<typeof keptCell>;

const idOf = (hub: HubId, cell: number): string => `${hub}\n${String(cell)}`;

/** The cells of a hub's record that changed since the last call. */
export function uptimeChanges(hub: HubId, record: UptimeRecord): RecordChange[] {
  return record
    .takeChanged()
    .map(([cell, seconds]) =>
      seconds === null
        ? keptUptime.remove(idOf(hub, cell))
        : keptUptime.put(idOf(hub, cell), { hub, cell, seconds }),
    );
}

/** A hub's record as it was kept. */
export function restoredUptime(cells: readonly KeptCell[]): UptimeRecord {
  const record = new UptimeRecord();
  for (const { cell, seconds } of cells) record.restore(cell, seconds);
  return record;
}
