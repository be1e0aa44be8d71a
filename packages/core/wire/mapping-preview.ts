import { z } from 'zod';

/** A metric series or a kind of span that was seen in the last minute. */
export const seenTelemetry = z.object({
  hub: z.string(),
  /** How it came. */
  door: z.enum(['otlp', 'prometheus', 'statsd']),
  type: z.enum(['metric', 'span']),
  name: z.string(),
  /** As far as they were read. */
  attributes: z.record(z.string(), z.string()),
  /** The signals that it gives now. */
  signals: z.array(z.string()),
});

export const mappingPreview = z.object({
  /** A row each, in their order. */
  rows: z.array(
    z.object({
      matched: z.number().int(),
      examples: z.array(seenTelemetry),
      /** Attributes that the row asks spans for and that are not read yet: it was matched without them. */
      unread: z.array(z.string()),
    }),
  ),
  /** How many series and kinds of spans the last minute held. */
  seen: z.number().int(),
  /** Metrics of the last minute that no signal is made from, and that no row matches; some of them. */
  unmapped: z.array(z.string()),
});
export type MappingPreview = z.infer<typeof mappingPreview>;
