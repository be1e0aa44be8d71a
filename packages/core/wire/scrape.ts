import { z } from 'zod';

/** Pages of metrics that the server fetches by itself. Times are in seconds. */
export const scrapeJob = z.strictObject({
  /** The label `job`: the hub, where no label `hub` names another. */
  job: z.string().min(1).max(200),
  /** `host:port` or a whole address. */
  targets: z.array(z.string().min(1).max(2000)).max(1000).default([]),
  /** A `file_sd` file of Prometheus, in YAML or JSON, read again when it changes. */
  file: z.string().min(1).max(1000).nullable().default(null),
  /** Where an address has no path. */
  path: z.string().startsWith('/').max(1000).default('/metrics'),
  interval: z.number().min(0.2).max(3600).default(1),
  /** At most the interval. */
  timeout: z.number().min(0.1).max(3600).default(10),
  /** Labels of all its series. */
  labels: z.record(z.string(), z.string()).default({}),
  /** Of a page, unpacked, in bytes. */
  max_bytes: z.number().int().min(1024).max(268_435_456).default(16_777_216),
  max_samples: z.number().int().min(1).max(1_000_000).default(20_000),
});
export type ScrapeJob = z.infer<typeof scrapeJob>;
