/** What a client is told to do, as its only argument (JSON). */
export interface LoadOrder {
  readonly hub: string;
  readonly otlp: string;
  /** `proto`: protobuf as it stands; `json`: JSON, gzipped. */
  readonly encoding: 'proto' | 'json';
  /** Operations a second. */
  readonly rate: number;
  readonly seconds: number;
  /** The share of operations that fail. */
  readonly errors: number;
  /** ms */
  readonly medianMs: number;
  readonly seed: number;
}

/** An operation: the second in which it ended (s since the epoch), ms that it took, whether it failed. */
export type LedgerOperation = readonly [second: number, ms: number, failed: boolean];

/** What a process measured of itself: when (ms since the epoch), resident bytes, CPU-seconds used since it began. */
export type LedgerSample = readonly [time: number, bytes: number, cpuSeconds: number];

/** What a client wrote down about what it sent. */
export interface Ledger {
  readonly operations: readonly LedgerOperation[];
  readonly samples: readonly LedgerSample[];
}
