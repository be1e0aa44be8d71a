import { z } from 'zod';

/** A number, or null where it is unknown. */
export const known = z.number().nullable();

/** `live`: reports as it should. `silent`: stopped reporting. `waiting`: asked for by name, never seen. */
export const hubState = z.enum(['live', 'silent', 'waiting']);

export const hubStatus = z.object({
  name: z.string(),
  state: hubState,
  /** The newest `service.version` seen. */
  version: z.string().nullable(),
  /** Processes that are expected to report. */
  instances: z.number().int(),
  /** The first second that is known, s since the epoch; null before one closed. */
  first_second: z.number().int().nullable(),
  /** The last closed second, s since the epoch. */
  last_second: z.number().int().nullable(),
  /** How far the last closed second's end lay behind the clock when it closed, ms. */
  lag_ms: known,
  /** The seconds that its slowest metric source spreads over; 1 where all come each second. */
  resolution: z.number(),
  /** Where its operations come from: `spans`, a metric's name, or null before either. */
  operations_from: z.string().nullable(),
  /** What the CPU percentage is a share of. */
  cpu_allotted: z.object({
    cpus: known,
    from: z.enum(['limit', 'logical', 'assumed']).nullable(),
  }),
  /** Whether the hub says that work is always waiting (`hub.load=closed`). */
  closed_load: z.boolean(),
  /** Operations in the last minute, to rank hubs by; null where unknown. */
  operations_per_minute: known,
  /** Telemetry that was not counted, by reason. */
  dropped: z.record(z.string(), z.number()),
  /** Some latency came as buckets too wide for quantiles within 1 %. */
  coarse_latency: z.boolean(),
});
export type HubStatus = z.infer<typeof hubStatus>;

/** What a change was meant to bring. */
export const target = z.object({
  /** Column name: `throughput`, `latency.p95`. */
  signal: z.string().min(1).max(200),
  /** The least improvement as a fraction: 0.47 for "throughput +47 %"; for latency 0.2 is 20 % lower. */
  change: z.number(),
});

export type Target = z.infer<typeof target>;

export const marker = z.object({
  id: z.string(),
  hub: z.string(),
  name: z.string(),
  /** ms since the epoch. */
  at: z.number(),
  origin: z.enum(['version', 'log', 'person', 'program']),
  /** What it was meant to bring; left out where nothing was said. */
  targets: z.array(target).max(20).optional(),
});
export type Marker = z.infer<typeof marker>;

/** A row of the signal table as clients see it. */
export const signalInfo = z.object({
  name: z.string(),
  title: z.string(),
  unit: z.string(),
  better: z.enum(['higher', 'lower']).nullable(),
  fold: z.enum(['sum', 'ratio', 'distribution', 'cores']),
  decimals: z.number().int(),
  wire_name: z.string().nullable(),
});
export type SignalInfo = z.infer<typeof signalInfo>;
