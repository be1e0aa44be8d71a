import type { HubId } from '../signal/index.js';
import type { Millis, Second } from '../time/index.js';
import { allotted, type Allotted } from './fold.js';
import type { HubWindow } from './hub-window.js';
import type { Instance } from './instance.js';
import type { Stream } from './stream.js';

/** How a hub's telemetry is doing. */
export interface Status {
  readonly hub: HubId;
  readonly silent: boolean;
  readonly version: string | null;
  /** Processes that report. */
  readonly instances: number;
  readonly firstSecond: Second | null;
  readonly lastSecond: Second | null;
  /** When anything arrived last, by this machine's clock. */
  readonly heardAt: Millis | null;
  /** How far behind its seconds usually close, ms. */
  readonly delayMs: number;
  /** Seconds that its slowest metric series spreads over. */
  readonly resolution: number;
  /** `spans`, a metric's name, or null before either. */
  readonly operationsFrom: string | null;
  /** The sum over instances; the least certain origin of them. */
  readonly allotted: Allotted | null;
  readonly closedLoad: boolean;
  readonly dropped: Readonly<Record<string, number>>;
}

/** The schedule of one kind of telemetry of a process. */
export interface StreamStatus {
  /** The usual interval between deliveries, ms. */
  readonly intervalMs: number;
  /** How long after what it tells of it usually arrives, ms; null before that is known. */
  readonly delayMs: number | null;
}

/** A process that reports. */
export interface ProcessStatus {
  readonly instance: string;
  readonly host: string | null;
  /** Null where it sends none, or none any more. */
  readonly spans: StreamStatus | null;
  readonly metrics: StreamStatus | null;
}

function streamStatus(stream: Stream, now: Millis): StreamStatus | null {
  return stream.alive(now) ? { intervalMs: stream.intervalMs(), delayMs: stream.typicalMs(now) } : null;
}

export function processStatus({ source, spans, metrics }: Instance, now: Millis): ProcessStatus {
  const { instance, host } = source;
  return { instance, host, spans: streamStatus(spans, now), metrics: streamStatus(metrics, now) };
}

const certainty = ['limit', 'logical', 'assumed'] as const;

function allottedTo(window: HubWindow, now: Millis): Allotted | null {
  const shares = window.expected(now).map(allotted);
  const cpus = shares.reduce((sum, share) => sum + share.cpus, 0);
  const from = certainty.findLast((origin) => shares.some((share) => share.from === origin));
  return from === undefined ? null : { cpus, from };
}

export function statusOf(
  window: HubWindow,
  now: Millis,
  version: string | null,
  dropped: Readonly<Record<string, number>>,
): Status {
  const expected = window.expected(now);
  const slowest = Math.max(0, ...expected.map((instance) => instance.slowestIntervalMs() ?? 0));
  return {
    hub: window.hub,
    silent: window.silent(now),
    version,
    instances: expected.length,
    firstSecond: window.firstSecond,
    lastSecond: window.seconds.lastClosed,
    heardAt: window.heardAt,
    delayMs: window.delayMs(now),
    resolution: Math.max(1, Math.round(slowest / 1000)),
    operationsFrom:
      window.operationsMetric ?? (window.spansGiveOperations ? 'spans' : (window.meters[0] ?? null)),
    allotted: allottedTo(window, now),
    closedLoad: expected.some((instance) => instance.source.closedLoad),
    dropped,
  };
}
