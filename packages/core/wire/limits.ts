import { z } from 'zod';

/** How often somebody may ask: `burst` times at once, and `per_second` times from then on. */
const rate = z.strictObject({
  per_second: z.number().min(0.1).max(100_000),
  burst: z.number().int().min(1).max(1_000_000),
});
export type Rate = z.infer<typeof rate>;

/** How often the API may be asked and viewers may connect; null: without a limit. Telemetry is held by its own measure, loopback by none. */
export const limitSettings = z.strictObject({
  /** From one address; of IPv6, from one network of 64 bits. */
  address: rate.nullable().default({ per_second: 200, burst: 2000 }),
  /** With one key. */
  key: rate.nullable().default({ per_second: 100, burst: 1000 }),
});
export type LimitSettings = z.infer<typeof limitSettings>;
