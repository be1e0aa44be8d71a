import type { SpanId } from '@hubscope/core/signal';
import { maxValueLength, type Scalar } from './messages.js';
import { content, contentEvents, type SpanReading } from './span-reading.js';

/** Where no id is given, or one of zeros. */
export const noId: SpanId = { high: 0, low: 0 };

/** What is no id: of another length, or no hex. */
export const badId: SpanId = { high: 0, low: 0 };

/** A span as it is read, whatever its encoding. One object is filled anew for each span of a request. */
export class SpanFields {
  traceId = '';
  spanId = noId;
  parentSpanId = noId;
  traceState = '';
  name = '';
  /** As in the protocol: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind = 0;
  /** ms since the epoch; NaN where there is none. */
  start = NaN;
  end = NaN;
  /** 2 is error. */
  status = 0;
  /** When its first token came, ms since the epoch; NaN where no event says so. */
  firstToken = NaN;
  /** How many attributes and events held what users, models or tools said. */
  content = 0;
  readonly #values: Scalar[];
  /** The span whose value stands in each slot: others' are as good as none. */
  readonly #spans: Float64Array;
  #span = 1;

  constructor(readonly reading: SpanReading) {
    this.#values = reading.names.map(() => null);
    this.#spans = new Float64Array(this.#values.length);
  }

  clear(): void {
    this.traceId = '';
    this.spanId = noId;
    this.parentSpanId = noId;
    this.traceState = '';
    this.name = '';
    this.kind = 0;
    this.start = NaN;
    this.end = NaN;
    this.status = 0;
    this.firstToken = NaN;
    this.content = 0;
    this.#span += 1;
  }

  /** Keeps the value of an attribute that is wanted, and counts content. @param slot as {@link SpanReading.slotOf} says */
  set(slot: number, value: Scalar): void {
    if (slot >= 0) {
      this.#values[slot] = value;
      this.#spans[slot] = this.#span;
    } else if (slot === content) this.content += 1;
  }

  /** Notes an event, of which nothing else is kept, and counts content. @param time ms since the epoch */
  event(name: string, time: number): void {
    if (this.reading.firstTokens.has(name)) this.firstToken = time;
    else if (contentEvents.has(name)) this.content += 1;
  }

  /** The value in a slot, null where the span has none. */
  value(slot: number): Scalar {
    return this.#spans[slot] === this.#span ? (this.#values[slot] ?? null) : null;
  }

  /** Every attribute that is wanted and there, as text; not those of which a field is read, which may hold content beside it. */
  attributes(): Record<string, string> {
    const made: Record<string, string> = {};
    this.reading.names.forEach((name, slot) => {
      const value = this.value(slot);
      if (value !== null && !this.reading.fields.has(slot)) made[name] = String(value);
    });
    return made;
  }

  /** The first text that is there, or that the field to be read of it holds. */
  text(slots: readonly number[]): string | null {
    for (const slot of slots) {
      const value = this.value(slot);
      if (typeof value !== 'string' || value === '') continue;
      const field = this.reading.fields.get(slot);
      const text = field === undefined ? value : field.exec(value.slice(0, maxValueLength))?.[1];
      if (text !== undefined && text !== '') return text;
    }
    return null;
  }

  /** Whether any of these attributes is there. */
  any(slots: readonly number[]): boolean {
    for (const slot of slots) if (this.value(slot) !== null) return true;
    return false;
  }

  /** The first number that can be an amount: of whole things, and no more of them than can be told apart. */
  amount(slots: readonly number[]): number | null {
    for (const slot of slots) {
      const value = this.value(slot);
      if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER) return value;
    }
    return null;
  }
}
