import type { ClientAddress, Gate, Limits } from '@hubscope/core/access';
import type { HubId, SignalTable } from '@hubscope/core/signal';
import type { Clock } from '@hubscope/core/time';
import type { AuditEntry, Rule } from '@hubscope/core/wire';

/** Which web pages may connect. */
export interface OriginPolicy {
  /**
   * @param origin the request's `Origin` header
   * @param host its `Host` header, to recognise a page of this very server
   */
  allows(origin: string, host: string | undefined): boolean;
}

/** How time passes, so that a test can let it pass. Both answer a function that stops it. */
export interface Timers {
  every(ms: number, run: () => void): () => void;
  after(ms: number, run: () => void): () => void;
}

/** The system's timers; they do not keep the process alive. */
export const systemTimers: Timers = {
  every(ms, run) {
    const timer = setInterval(run, ms);
    timer.unref();
    return () => {
      clearInterval(timer);
    };
  },
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

/**
 * Does work in steps: what fits into a turn of the event loop at once, the rest in the next ones, in the order in which it came. So what
 * goes to thousands leaves room between for all else.
 */
export type Pace = (steps: Generator<undefined, void, undefined>) => void;

/** Does all at once. */
export const atOnce: Pace = (steps) => {
  while (steps.next().done !== true);
};

/** What the stream asks of the rest of the server. */
export interface StreamPorts {
  /** The rules that watch a hub, those for its components included. */
  rulesFor(hub: HubId): readonly Rule[];
  /** The hub of an alert; null where none has this id. */
  hubOf(alertId: string): string | null;
  /** Acknowledges an alert; false where none has this id. `by` is null where nobody says who. */
  acknowledge(alertId: string, by: string | null, note: string | null): boolean;
  /** Writes down who changed what. */
  note(entry: Omit<AuditEntry, 'at'>): void;
  /** The port that takes OTLP over HTTP, null where none does. */
  otlpHttpPort(): number | null;
  /** Whether it speaks TLS. */
  readonly otlpHttpTls: boolean;
}

export interface StreamOptions {
  readonly clock: Clock;
  readonly table: SignalTable;
  /** Viewers at once, asked each time; the next one gets 503. */
  maxViewers(): number;
  readonly origins: OriginPolicy;
  readonly gate: Gate;
  readonly limits: Limits;
  /** The address of its connection unless set. */
  readonly clientAddress?: ClientAddress;
  /** The server's version, told to clients of the live form. */
  readonly version: string;
  readonly ports: StreamPorts;
  /** The system's unless set. */
  readonly timers?: Timers;
  /** How what goes to many is spread over turns of the event loop; at once unless set. */
  readonly pace?: Pace;
  /** Numbers from 0 to 1 by which those who are sent away come back at different moments; `Math.random` unless set. */
  readonly random?: () => number;
  /** Told of what nobody expected, which ended one viewer's request; a warning of the process unless set. */
  readonly onError?: (error: unknown) => void;
}
