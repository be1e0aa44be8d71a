import { z } from 'zod';
import { known } from './hub.js';

/** What is wrong, and what to do about it. */
export const finding = z.object({
  /** Stable, to search for. */
  code: z.string(),
  /** `error`: data is lost or does not come. `warning`: it comes worse than it could. `info`: worth knowing. */
  severity: z.enum(['error', 'warning', 'info']),
  /** The door, hub or target that it is about. */
  subject: z.string(),
  what: z.string(),
  /** The command, variable or setting that mends it. */
  todo: z.string(),
});
export type Finding = z.infer<typeof finding>;

/** Who sent something to a door in the last minutes. */
export const doorSender = z.object({
  address: z.string(),
  /** Its `User-Agent`; empty where it names none. */
  agent: z.string(),
  requests: z.number().int(),
  refused: z.number().int(),
  /** ms since the epoch. */
  last: z.number(),
});

export const doorReport = z.object({
  door: z.string(),
  /** Null where it is not open. */
  port: known,
  requests: z.number().int(),
  /** By the code of the refusal. */
  refused: z.record(z.string(), z.number().int()),
  senders: z.array(doorSender),
});
export type DoorReport = z.infer<typeof doorReport>;

export const targetReport = z.object({
  url: z.string(),
  job: z.string(),
  instance: z.string(),
  up: z.number().int().nullable(),
  error: z.string().nullable(),
  samples: z.number().int(),
  took_ms: known,
  /** ms since the epoch; null before a fetch. */
  at: known,
});
export type TargetReport = z.infer<typeof targetReport>;

export const doctorAnswer = z.object({
  /** ms since the epoch. */
  at: z.number(),
  /** What the counts are over, s. */
  seconds: z.number(),
  /** Whether no finding is an error. */
  healthy: z.boolean(),
  /** The worst first. */
  findings: z.array(finding),
  doors: z.array(doorReport),
  targets: z.array(targetReport),
  hubs: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      processes: z.number().int(),
      operations_from: z.string().nullable(),
      /** In the last minutes, by reason. */
      dropped: z.record(z.string(), z.number()),
    }),
  ),
});
export type DoctorAnswer = z.infer<typeof doctorAnswer>;
