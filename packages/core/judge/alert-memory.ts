import { z } from 'zod';
import { alertState, severity } from '../wire/index.js';

const whole = z.number().int();

/** Who quieted an incident, and when (ms since the epoch). */
export const acknowledgement = z.object({
  by: z.string().nullable(),
  note: z.string().nullable(),
  at: z.number(),
});
export type Acknowledgement = z.infer<typeof acknowledgement>;

/** What an alert shows: an incident once it has fired. Seconds are of event time. */
export const episode = z.object({
  id: z.string(),
  /** When the breach, or before it the approach, began. */
  began: whole,
  fired: whole.nullable(),
  occurrences: whole,
  severity,
  worst: z.number().nullable(),
  acknowledged: acknowledgement.nullable(),
});
export type Episode = z.infer<typeof episode>;

/** All that an alert knows from one second to the next; what is kept of it through a restart. */
export const alertMemory = z.object({
  state: alertState,
  last: whole.nullable(),
  value: z.number().nullable(),
  since: whole.nullable(),
  /** Known seconds in breach, while it is pending. */
  breached: whole,
  /** Known seconds without breach, while it fires. */
  clear: whole,
  /** Seconds without a value, up to the last; 0 where they count as breach or as calm. */
  gap: whole,
  blindSince: whole.nullable(),
  resolvedAt: whole.nullable(),
  episode: episode.nullable(),
});
export type AlertMemory = z.infer<typeof alertMemory>;

export function freshMemory(): AlertMemory {
  return {
    state: 'inactive',
    last: null,
    value: null,
    since: null,
    breached: 0,
    clear: 0,
    gap: 0,
    blindSince: null,
    resolvedAt: null,
    episode: null,
  };
}

/** A copy that later seconds leave as it is. */
export function copyMemory(memory: AlertMemory): AlertMemory {
  return { ...memory, episode: memory.episode === null ? null : { ...memory.episode } };
}
