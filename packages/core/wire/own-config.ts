import { z } from 'zod';
import { otlpHeaders } from './telemetry-config.js';

/** How the server watches its own event loop. */
export const watchdogSettings = z.strictObject({
  /** A loop that gives no sign for so long stands still: that is logged and counted. */
  stall_seconds: z.coerce.number().min(0.5).max(60).default(2),
  /** One that gives none for so long hangs, and the process ends itself; 0: never. */
  hang_seconds: z.coerce
    .number()
    .max(3600)
    .refine((seconds) => seconds === 0 || seconds >= 5, 'is 0 for never, or 5 at least')
    .default(60),
});
export type WatchdogSettings = z.infer<typeof watchdogSettings>;

/** Where the server sends its own metrics and traces, over OTLP/HTTP in JSON. */
export const ownTelemetry = z.strictObject({
  /** The base address of the endpoint: `/v1/metrics` and `/v1/traces` are added. */
  endpoint: z.url({ protocol: /^https?$/, error: 'is an address, or OTEL_EXPORTER_OTLP_ENDPOINT is' }),
  headers: otlpHeaders,
  interval_seconds: z.coerce.number().min(1).max(3600).default(60),
  signals: z.array(z.enum(['metrics', 'traces'])).default(['metrics', 'traces']),
  /** Attributes of the resource, beside those that the server says of itself. */
  attributes: z.record(z.string().min(1).max(200), z.string().max(1000)).default({}),
});
export type OwnTelemetry = z.infer<typeof ownTelemetry>;
