import {
  componentKey,
  hexOf,
  type Component,
  type ComponentKey,
  type HubId,
  type MetricObservation,
  type SpanObservation,
} from '@hubscope/core/signal';
import type { Millis } from '@hubscope/core/time';
import { untimely } from '@hubscope/core/window';
import type { SlowOperation } from './api/index.js';

/** Operations are compared within this, ms: each stretch of a chart has its slow ones. */
const slotMs = 10_000;
/** How many are kept of a hub or a component in each such stretch. */
const keptOfSlot = 3;
const keepMs = 600_000;
/** Components of a stretch whose floor is remembered. */
const mostFloors = 1000;
/** Kept at most, of all hubs; past it the oldest stretch goes. Each takes some 1 kB. */
const mostAtOnce = 20_000;

interface Slot {
  readonly hub: HubId;
  readonly start: number;
  /** By component; '' is the hub. Slowest first. */
  readonly slowest: Map<string, SlowOperation[]>;
  /** The duration that an operation of the hub must exceed to be among them, ms. */
  floor: number;
  /** The same for those of a component, by the one object that ingest keeps of it. */
  readonly floors: Map<Component, number>;
}

/** The slowest operations of the last minutes, with their trace ids: what a point of the latency chart leads to. */
export class SlowOperations {
  /** By hub and start, in the order in which they began. */
  readonly #slots = new Map<string, Slot>();
  #size = 0;
  #last: Slot | null = null;
  readonly #capacity: number;

  /** @param share of the usual room, 0–1 */
  constructor(share = 1) {
    this.#capacity = mostAtOnce * share;
  }

  /** Looks at what was counted. */
  note(observation: SpanObservation | MetricObservation, now: Millis): void {
    if (observation.type === 'metric') this.#exemplars(observation, now);
    else this.#span(observation);
  }

  /** Those of a hub or of one of its components that ended from `from` to `to` (excluded), slowest first. */
  list(hub: HubId, component: ComponentKey | null, from: Millis, to: Millis): SlowOperation[] {
    return [...this.#slots.values()]
      .filter((slot) => slot.hub === hub && slot.start < to && slot.start + slotMs > from)
      .flatMap((slot) => slot.slowest.get(component ?? '') ?? [])
      .filter(({ time }) => time >= from && time < to)
      .sort((a, b) => b.durationMs - a.durationMs);
  }

  /** Lets go of what is older than ten minutes. */
  prune(now: Millis): void {
    for (const [key, slot] of this.#slots) if (slot.start < now - keepMs) this.#drop(key, slot);
  }

  forget(hub: HubId): void {
    for (const [key, slot] of this.#slots) if (slot.hub === hub) this.#drop(key, slot);
  }

  #span(span: SpanObservation): void {
    const { component, parentId, kind, start, end, source } = span;
    const durationMs = end - start;
    const { floor: ofHub, floors } = this.#slotAt(source.hub, end);
    const enters = parentId === null || kind === 'server' || kind === 'consumer';
    if (enters && durationMs > ofHub) this.#offer(source.hub, operationOf(span, null));
    if (component === null || durationMs <= (floors.get(component) ?? -1)) return;
    const floor = this.#offer(source.hub, operationOf(span, componentKey(component)));
    if (floors.size < mostFloors) floors.set(component, floor);
  }

  #exemplars({ exemplars = [], mapping, failed, source }: MetricObservation, now: Millis): void {
    if (mapping.role !== 'operations') return;
    for (const { time, value, traceId, spanId } of exemplars) {
      if (untimely(time, now) !== null) continue;
      this.#offer(source.hub, {
        component: null,
        name: mapping.metric,
        time,
        durationMs: value * mapping.factor,
        failed,
        traceId,
        spanId,
        attributes: {},
      });
    }
  }

  /** The stretch of a moment. */
  #slotAt(hub: HubId, time: number): Slot {
    const start = Math.floor(time / slotMs) * slotMs;
    // Spans of a request are of one hub and nearly one time.
    const last = this.#last;
    if (last?.hub === hub && last.start === start) return last;
    this.#last = this.#slot(hub, start);
    return this.#last;
  }

  #slot(hub: HubId, start: number): Slot {
    const key = `${String(start)} ${hub}`;
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      slot = { hub, start, slowest: new Map(), floor: -1, floors: new Map() };
      this.#slots.set(key, slot);
    }
    return slot;
  }

  /** Keeps an operation if it is one of the slowest. Answers the floor from now on. */
  #offer(hub: HubId, operation: SlowOperation): number {
    const slot = this.#slotAt(hub, operation.time);
    const of = operation.component ?? '';
    const slowest = slot.slowest.get(of) ?? [];
    slot.slowest.set(of, slowest);
    if (!slowest.some(({ spanId }) => spanId === operation.spanId)) {
      slowest.push(operation);
      slowest.sort((a, b) => b.durationMs - a.durationMs);
      if (slowest.length > keptOfSlot) slowest.pop();
      else this.#size += 1;
    }
    const floor = slowest.length < keptOfSlot ? -1 : (slowest.at(-1)?.durationMs ?? -1);
    if (operation.component === null) slot.floor = floor;
    for (const [oldest, each] of this.#slots) {
      if (this.#size <= this.#capacity) break;
      this.#drop(oldest, each);
    }
    return floor;
  }

  #drop(key: string, slot: Slot): void {
    this.#slots.delete(key);
    if (this.#last === slot) this.#last = null;
    for (const each of slot.slowest.values()) this.#size -= each.length;
  }
}

function operationOf(span: SpanObservation, component: ComponentKey | null): SlowOperation {
  const { name = '', start, end, failed, traceId, spanId, attributes = {} } = span;
  return {
    component,
    name,
    time: end,
    durationMs: end - start,
    failed,
    traceId,
    spanId: hexOf(spanId),
    attributes,
  };
}
