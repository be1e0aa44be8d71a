import { z } from 'zod';
import { known } from './hub.js';

export const callEdge = z.object({
  /** `kind:name` of the caller; null: from outside the hub, or by a caller that did not tell. */
  from: z.string().nullable(),
  to: z.string(),
  /** How many ended in the stretch; sampled spans count as many as they stand for. */
  calls: z.number(),
  /** The same, each second. */
  rate: z.number(),
  errors: z.number(),
  /** % */
  error_rate: known,
  /** ms */
  latency_mean: known,
  latency_p95: known,
});
export type CallEdge = z.infer<typeof callEdge>;

/** Which component called which, from spans: the caller is the nearest component around an operation. */
export const callsAnswer = z.object({
  hub: z.string(),
  /** ms since the epoch; calls are counted by stretches of ten seconds. */
  from: z.number(),
  to: z.number(),
  edges: z.array(callEdge),
  /** Edges past the limit. */
  left_out: z.number().int(),
});
export type CallsAnswer = z.infer<typeof callsAnswer>;
