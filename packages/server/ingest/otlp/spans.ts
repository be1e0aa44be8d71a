import {
  component,
  type Component,
  type ComponentKind,
  type DropReason,
  type PriceTable,
  type SpanKind,
  spanFits,
  type SpanObservation,
  type SpanValue,
} from '@hubscope/core/signal';
import { millis } from '@hubscope/core/time';
import type { Scalar } from './messages.js';
import { isMeasure, isTime, type Delivery } from './delivery.js';
import type { Origin } from './source.js';
import { badId, noId, type SpanFields } from './span-fields.js';
import type { Naming, ReadConvention, SpanReading } from './span-reading.js';

/** An operation longer than this is taken for a fault, ms. */
const longestMs = 86_400_000;

const kinds: readonly SpanKind[] = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'];

/** Components of a kind remembered; past it they are made anew. */
const knownComponents = 4096;

/** Nobody keeps one span of more than so many: such a threshold is a fault, and its span would outweigh all others of its hub. */
const mostSpans = 1e9;

/**
 * How many spans a sampled one stands for, from the threshold in `tracestate` (`ot=th:HEX`); 1 where that says nothing to be believed, as
 * for a span that was not sampled.
 * Source: OpenTelemetry "TraceState: Probability Sampling".
 */
export function adjustedCount(traceState: string): number {
  if (traceState === '') return 1;
  const threshold = /(?:^|,)\s*ot=(?:[^,]*;)?th:([0-9a-f]{1,14})(?:[;,]|\s|$)/.exec(traceState)?.[1];
  if (threshold === undefined) return 1;
  // 56 bits are more than a double holds: by halves, which it does.
  const digits = threshold.padEnd(14, '0');
  const high = Number.parseInt(digits.slice(0, 7), 16);
  const low = Number.parseInt(digits.slice(7), 16);
  const count = 2 ** 56 / ((2 ** 28 - high) * 2 ** 28 - low);
  return count <= mostSpans ? count : 1;
}

function isZero(id: string): boolean {
  for (let at = 0; at < id.length; at += 1) if (id.charCodeAt(at) !== 48) return false;
  return true;
}

function faultOf({ traceId, spanId, parentSpanId, start, end }: SpanFields): DropReason | null {
  if (traceId.length !== 32 || isZero(traceId) || spanId === noId || spanId === badId) return 'bad_id';
  if (parentSpanId === badId) return 'bad_id';
  if (!isTime(start) || !isTime(end)) return 'bad_time';
  return end < start || end - start > longestMs ? 'bad_duration' : null;
}

function textOf(value: Scalar): string | null {
  return value === null ? null : String(value);
}

/** Makes observations of spans as they are read. */
export class SpanNormaliser {
  /** By kind, then by name. */
  readonly #components = new Map<ComponentKind, Map<string, Component>>();

  constructor(
    private readonly reading: SpanReading,
    private readonly prices: PriceTable,
  ) {}

  /** Takes a span of a process in, or counts why not. */
  take(span: SpanFields, origin: Origin, into: Delivery): void {
    if (span.content > 0) into.drop(origin.source.hub, 'content', span.content);
    const reason = faultOf(span);
    if (reason === null) origin.spanNames.note(span);
    if (reason === null) into.observe(this.#observation(span, origin));
    else into.drop(origin.source.hub, reason);
  }

  #observation(span: SpanFields, { source, service, variant }: Origin): SpanObservation {
    const { reading } = this;
    const kind = kinds[span.kind] ?? 'internal';
    const operation = this.#operation(span);
    const mapped = reading.mappings.length === 0 ? nothingMapped : this.#mapped(span);
    const of = mapped.component ?? this.#componentOf(span, operation, kind, service);
    // An agent's span may repeat what its model's spans used: only the model's own count.
    const isModel = of?.kind === 'model';
    const own = span.value(reading.variant);
    const way = typeof own === 'string' && own !== '' ? own : variant;
    const told = isModel ? (operation?.convention ?? reading.conventions[0]) : undefined;
    const tokensIn = told === undefined ? null : span.amount(told.tokensIn);
    const tokensOut = told === undefined ? null : span.amount(told.tokensOut);
    return {
      type: 'span',
      source,
      traceId: span.traceId,
      spanId: span.spanId,
      parentId: span.parentSpanId === noId ? null : span.parentSpanId,
      kind,
      start: millis(span.start),
      end: millis(span.end),
      component: of,
      failed: span.status === 2 || span.value(reading.errorType) !== null,
      weight: adjustedCount(span.traceState),
      tokensIn,
      tokensOut,
      ttftMs: told === undefined ? null : ttftOf(span, told),
      communicates: kind === 'client' && span.any(reading.communication),
      cost: isModel ? this.prices.cost(of.name, tokensIn, tokensOut) : null,
      name: span.name,
      values: mapped.values,
      variant: way === null ? null : this.#component('variant', way),
      attributes: reading.kept.length === 0 ? nothingKept : keptOf(span, reading),
    };
  }

  /** How its operation is named, by the first convention that knows it. */
  #operation(span: SpanFields): Naming | null {
    for (const convention of this.reading.conventions) {
      const operation = span.value(convention.operation);
      const naming = typeof operation === 'string' ? convention.operations.get(operation) : undefined;
      if (naming === undefined) continue;
      return convention.notOperations.some((ending) => span.name.endsWith(ending)) ? null : naming;
    }
    return null;
  }

  #componentOf(
    span: SpanFields,
    operation: Naming | null,
    kind: SpanKind,
    service: string,
  ): Component | null {
    if (operation !== null) return this.#component(operation.kind, span.text(operation.names) ?? span.name);
    for (const naming of this.reading.alone) {
      const name = span.text(naming.names);
      if (name !== null) return this.#component(naming.kind, name);
    }
    // Else only what enters the service is an operation of it.
    const enters = span.parentSpanId === noId || kind === 'server' || kind === 'consumer';
    return enters ? this.#component('service', service) : null;
  }

  /** What the configuration's rows say of it: the first that names a component, and the values of all. */
  #mapped(span: SpanFields): { component: Component | null; values: readonly SpanValue[] } {
    const { mappings } = this.reading;
    const value = (name: string): Scalar => span.value(this.reading.slotOf(name));
    let made: Component | null = null;
    const values: SpanValue[] = [];
    for (const row of mappings) {
      if (!spanFits(row, span.name, (name) => textOf(value(name)))) continue;
      const { component: of, signal } = row;
      if (of !== null)
        made ??= this.#component(
          of.kind,
          of.name === null ? span.name : (textOf(value(of.name)) ?? span.name),
        );
      if (signal === null) continue;
      const given = signal.value === null ? span.end - span.start : Number(value(signal.value) ?? NaN);
      const scaled = given * signal.factor;
      if (scaled >= 0 && isMeasure(scaled))
        values.push({ signal: signal.name, value: scaled, fold: signal.fold });
    }
    return { component: made, values };
  }

  /** One object a component, so that it is known again without comparing text. */
  #component(kind: ComponentKind, name: string): Component {
    let ofKind = this.#components.get(kind);
    const known = ofKind?.get(name);
    if (known !== undefined) return known;
    if (ofKind === undefined || ofKind.size >= knownComponents) {
      ofKind = new Map();
      this.#components.set(kind, ofKind);
    }
    const made = component(kind, name);
    ofKind.set(name, made);
    return made;
  }
}

/** The attributes that may be kept; text of them is redacted as it was read. */
function keptOf(span: SpanFields, { kept }: SpanReading): Record<string, string | number | boolean> {
  const made: Record<string, string | number | boolean> = {};
  for (const [name, slot] of kept) {
    const value = span.value(slot);
    if (value !== null) made[name] = value;
  }
  return made;
}

const nothingKept: Readonly<Record<string, never>> = {};

const nothingMapped = { component: null, values: [] } as const;

function ttftOf(span: SpanFields, { ttft }: ReadConvention): number | null {
  for (const [slot, factor] of ttft) {
    const value = span.value(slot);
    const passed = typeof value === 'number' ? value * factor : NaN;
    if (passed >= 0 && passed <= longestMs) return passed;
  }
  // A span may end with the call that only began the stream: its first token comes after it.
  const passed = span.firstToken - span.start;
  return passed >= 0 && passed <= longestMs ? passed : null;
}
