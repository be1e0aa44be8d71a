import type { SpanObservation } from '../signal/index.js';
import type { Millis, Second } from '../time/index.js';
import { amendSeconds } from './limits.js';
import { RecentIds } from './ids.js';
import { Recent } from './recent.js';

/** A message on its way: where its receipt is counted. */
export interface Receipt {
  readonly start: Millis;
  readonly second: Second;
  readonly component: string | null;
  readonly weight: number;
}

/** A message that arrived: the time it took is known once both ends are. */
export interface Arrival {
  readonly receipt: Receipt;
  readonly ms: number;
}

/**
 * What is remembered of a hub's recent spans: which were seen (to know a duplicate), which seconds wait for a parent, and when
 * messages were sent (a PRODUCER span's start to its CONSUMER's start is communication).
 */
export class Kinship {
  /** By span id: the number of the process that it ran in. */
  readonly #seen: RecentIds;
  /** By parent id: seconds whose count changes if that parent turns up. */
  readonly #waiting: Recent<Second[]>;
  /** When each message was sent, ms since the epoch. */
  readonly #sent: RecentIds;
  readonly #received: Recent<Receipt[]>;

  constructor(capacity: number) {
    const keepMs = amendSeconds * 1000;
    this.#seen = new RecentIds(keepMs, capacity, 'small');
    this.#waiting = new Recent(keepMs, capacity / 4);
    this.#sent = new RecentIds(keepMs, capacity / 4, 'wide');
    this.#received = new Recent(keepMs, capacity / 4);
  }

  /** Whether a span of this hub with that id was seen lately. */
  saw(spanId: string): boolean {
    return this.#seen.get(spanId) !== undefined;
  }

  /** Whether a span of that id was seen lately, and ran in this very process. */
  sawWithin(spanId: string, process: number): boolean {
    return this.#seen.get(spanId) === process;
  }

  /**
   * Remembers a span. Answers the seconds that had waited for it as a parent.
   * @param process the number of the process that it ran in
   */
  see(span: SpanObservation, process: number, now: Millis): readonly Second[] {
    this.#seen.set(span.spanId, process, now);
    const waiting = this.#waiting.get(span.spanId);
    if (waiting === undefined) return [];
    this.#waiting.delete(span.spanId);
    return waiting;
  }

  /** Notes that a second counts a span whose parent has not been seen. */
  wait(parentId: string, which: Second, now: Millis): void {
    const waiting = this.#waiting.get(parentId);
    if (waiting === undefined) this.#waiting.set(parentId, [which], now);
    else if (!waiting.includes(which)) waiting.push(which);
  }

  /** A PRODUCER span; answers the receipts that came before it. */
  sent(span: SpanObservation, now: Millis): Arrival[] {
    this.#sent.set(span.spanId, span.start, now);
    const receipts = this.#received.get(span.spanId) ?? [];
    this.#received.delete(span.spanId);
    return receipts.map((receipt) => arrival(span.start, receipt));
  }

  /** A CONSUMER span; answers its message's time when the PRODUCER is known, else waits for it. */
  received(parentId: string, receipt: Receipt, now: Millis): Arrival | null {
    const start = this.#sent.get(parentId);
    if (start !== undefined) return arrival(start, receipt);
    const receipts = this.#received.get(parentId);
    if (receipts === undefined) this.#received.set(parentId, [receipt], now);
    else if (receipts.length < 100) receipts.push(receipt);
    return null;
  }
}

function arrival(sent: number, receipt: Receipt): Arrival {
  // Two machines' clocks may disagree by more than a message takes: it never arrives before it was sent.
  return { receipt, ms: Math.max(0, receipt.start - sent) };
}
