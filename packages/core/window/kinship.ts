import { hexOf, type Component, type SpanId, type SpanObservation } from '../signal/index.js';
import { second, type Millis, type Second } from '../time/index.js';
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
  /** By parent id: the seconds whose count changes if that parent turns up, as {@link pack} has them. */
  readonly #waiting: RecentIds;
  /** Which components the children of a span worked for: both in one id, see {@link both}. */
  readonly #worked: RecentIds;
  readonly #numbers = new WeakMap<Component, number>();
  #components = 0;
  /** When each message was sent, ms since the epoch. */
  readonly #sent: RecentIds;
  /** By the hex digits of the parent id. */
  readonly #received: Recent<Receipt[]>;

  constructor(capacity: number) {
    const keepMs = amendSeconds * 1000;
    this.#seen = new RecentIds(keepMs, capacity, 'small');
    this.#waiting = new RecentIds(keepMs, capacity / 4, 'wide');
    this.#worked = new RecentIds(keepMs, capacity / 4, 'small');
    this.#sent = new RecentIds(keepMs, capacity / 4, 'wide');
    this.#received = new Recent(keepMs, capacity / 4);
  }

  /** Whether a span of this hub with that id was seen lately. */
  saw(spanId: SpanId): boolean {
    return this.#seen.get(spanId) !== undefined;
  }

  /** Whether a span of that id was seen lately, and ran in this very process. */
  sawWithin(spanId: SpanId, process: number): boolean {
    return this.#seen.get(spanId) === process;
  }

  /**
   * Remembers a span. Answers the seconds that had waited for it as a parent.
   * @param process the number of the process that it ran in
   */
  see(span: SpanObservation, process: number, now: Millis): readonly Second[] {
    this.#seen.set(span.spanId, process, now);
    const waiting = this.#waiting.get(span.spanId);
    return waiting === undefined ? none : unpacked(waiting);
  }

  /** Notes that a second counts a span whose parent has not been seen. */
  wait(parentId: SpanId, which: Second, now: Millis): void {
    const waiting = this.#waiting.get(parentId);
    const [first = which, last = which] = waiting === undefined ? [] : [firstOf(waiting), lastOf(waiting)];
    this.#waiting.set(parentId, pack(Math.min(first, which), Math.max(last, which)), now);
  }

  /**
   * Whether a span only wraps an operation of its own component that was counted: a framework's span around the span of the same call.
   * Children end before their parents, and arrive before them.
   */
  wraps({ spanId, parentId }: SpanObservation, component: Component, now: Millis): boolean {
    const number = this.#number(component);
    if (parentId !== null) this.#worked.set(both(parentId, number), 1, now);
    return this.#worked.get(both(spanId, number)) !== undefined;
  }

  #number(component: Component): number {
    const known = this.#numbers.get(component);
    if (known !== undefined) return known;
    this.#components += 1;
    this.#numbers.set(component, this.#components);
    return this.#components;
  }

  /** A PRODUCER span; answers the receipts that came before it. */
  sent(span: SpanObservation, now: Millis): Arrival[] {
    this.#sent.set(span.spanId, span.start, now);
    const id = hexOf(span.spanId);
    const receipts = this.#received.get(id) ?? [];
    this.#received.delete(id);
    return receipts.map((receipt) => arrival(span.start, receipt));
  }

  /** A CONSUMER span; answers its message's time when the PRODUCER is known, else waits for it. */
  received(parentId: SpanId, receipt: Receipt, now: Millis): Arrival | null {
    const start = this.#sent.get(parentId);
    if (start !== undefined) return arrival(start, receipt);
    const id = hexOf(parentId);
    const receipts = this.#received.get(id);
    if (receipts === undefined) this.#received.set(id, [receipt], now);
    else if (receipts.length < 100) receipts.push(receipt);
    return null;
  }
}

const none: readonly Second[] = [];

/** A span id and the number of a component in one id. */
function both({ high, low }: SpanId, number: number): SpanId {
  return { high: high ^ Math.imul(number, 0x9e3779b1), low };
}

function arrival(sent: number, receipt: Receipt): Arrival {
  // Two machines' clocks may disagree by more than a message takes: it never arrives before it was sent.
  return { receipt, ms: Math.max(0, receipt.start - sent) };
}

/** More seconds than can still be amended. */
const packing = 4096;

/** A run of seconds as one number; one that is longer than can be told is cut to its end. */
function pack(first: number, last: number): number {
  return last * packing + Math.min(last - first, packing - 1);
}

function lastOf(packed: number): number {
  return Math.floor(packed / packing);
}

function firstOf(packed: number): number {
  return lastOf(packed) - (packed % packing);
}

function unpacked(packed: number): Second[] {
  const seconds: Second[] = [];
  for (let which = firstOf(packed); which <= lastOf(packed); which += 1) seconds.push(second(which));
  return seconds;
}
