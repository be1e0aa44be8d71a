import type { Millis } from '@hubscope/core/time';
import type { Finding } from '@hubscope/core/wire';
import { forwardAdvice } from './advice.js';
import { seconds } from './seconds.js';

/** A queue from which nothing went for this long is stuck, ms. */
const stuckMs = 15_000;

/** What a forwarder counted since the start. */
export interface ForwardCounts {
  readonly endpoint: string;
  readonly sent: number;
  /** By reason. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly queuedBytes: number;
}

/** What became of what was sent on to one endpoint, since the start. */
export interface Forwarded {
  /** Requests that it answered for good. */
  readonly answered: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly queuedBytes: number;
}

/** The same of the last minutes. */
export interface ForwardFacts {
  readonly endpoint: string;
  readonly dropped: Readonly<Record<string, number>>;
  readonly queuedBytes: number;
  /** For how long something has waited and nothing went, ms. */
  readonly stuckMs: number;
}

export interface ForwardNote {
  readonly at: Millis;
  readonly forwarded: ReadonlyMap<string, Forwarded>;
}

/** By endpoint: several forwarders may send to one. */
export function byEndpoint(counts: readonly ForwardCounts[]): Map<string, Forwarded> {
  const sums = new Map<string, Forwarded>();
  for (const { endpoint, sent, dropped, queuedBytes } of counts) {
    const sum = sums.get(endpoint);
    const reasons = Object.entries(dropped).map(([reason, count]): [string, number] => [
      reason,
      count + (sum?.dropped[reason] ?? 0),
    ]);
    sums.set(endpoint, {
      answered: sent + (dropped['refused'] ?? 0) + (sum?.answered ?? 0),
      dropped: Object.fromEntries(reasons),
      queuedBytes: queuedBytes + (sum?.queuedBytes ?? 0),
    });
  }
  return sums;
}

/** @param notes the oldest first */
export function stuckFor(
  endpoint: string,
  { answered, queuedBytes }: Forwarded,
  notes: readonly ForwardNote[],
  now: Millis,
): number {
  if (queuedBytes === 0) return 0;
  const moved = notes.findLastIndex(({ forwarded }) => {
    const then = forwarded.get(endpoint);
    return then === undefined || then.queuedBytes === 0 || then.answered !== answered;
  });
  const since = notes[moved + 1]?.at ?? now;
  return now - since;
}

export function* ofForwards(forwards: readonly ForwardFacts[]): Generator<Finding> {
  for (const { endpoint, dropped, queuedBytes, stuckMs: stuck } of forwards) {
    for (const [reason, count] of Object.entries(dropped)) {
      const advice = forwardAdvice(reason);
      if (advice === null) continue;
      yield {
        code: `forward_${reason}`,
        subject: endpoint,
        severity: advice.severity,
        what: `${String(count)} not sent on: ${advice.what}`,
        todo: advice.todo,
      };
    }
    if (stuck < stuckMs) continue;
    yield {
      code: 'forward_waiting',
      severity: 'warning',
      subject: endpoint,
      what: `It has taken nothing of what is sent on for ${seconds(stuck)}; ${String(Math.ceil(queuedBytes / 1000))} kB wait, and are given up after five minutes.`,
      todo: 'See whether it runs and can be reached from this machine, and its answers to others. The address stands in forward: of the configuration, or in own_telemetry.',
    };
  }
}
