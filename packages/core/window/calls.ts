import { Distribution } from '../distribution/index.js';
import {
  componentKey,
  hexOf,
  type Component,
  type ComponentKey,
  type HubId,
  type Observation,
  type Source,
  type SpanObservation,
} from '../signal/index.js';
import { millis, type Millis } from '../time/index.js';
import { untimely } from './timely.js';
import { unfit } from './unfit.js';

/** Calls are counted by stretches of this, ms. */
const slotMs = 10_000;
/** How long they are kept, ms. */
export const callsKeptMs = 600_000;
/** How long a span is remembered for the sake of what it called, and what was called for the sake of its caller, ms. */
const kinMs = 120_000;
/** Spans that are looked at of one hub in a second; past it, traces are chosen by their id, and each stands for several. */
const spansASecond = 400;
/** Remembered of all hubs together; past it the oldest go. */
const capacity = 200_000;
/** Callers and called that are told apart, of one hub in one stretch. */
const mostEdges = 1000;
/** Ancestors without a component that are passed over. */
const mostSteps = 32;

/** Who called whom in a stretch of time. */
export interface Call {
  /** Null: it was called from outside, or by a caller that did not tell. */
  readonly from: ComponentKey | null;
  readonly to: ComponentKey;
  readonly calls: number;
  readonly errors: number;
  readonly durations: Distribution;
}

interface Kin {
  readonly parentId: string | null;
  readonly component: Component | null;
  readonly seenAt: number;
}

/** A call whose caller is not known yet. */
interface Orphan {
  readonly to: ComponentKey;
  readonly slot: number;
  readonly durationMs: number;
  readonly failed: boolean;
  readonly weight: number;
  readonly seenAt: number;
}

interface Tally {
  calls: number;
  errors: number;
  readonly durations: Distribution;
}

/** The calls of one hub. */
class HubCalls {
  /** By span id, oldest first. */
  readonly kin = new Map<string, Kin>();
  /** By the id of the span that is waited for. */
  readonly orphans = new Map<string, Orphan[]>();
  /** By start of the stretch, then by caller and called. */
  readonly #slots = new Map<number, Map<string, Tally & Pick<Call, 'from' | 'to'>>>();
  #second = 0;
  #seen = 0;
  /** One trace of so many is looked at; a power of two. */
  #every = 1;

  /** How many traces each one stands for that is looked at. */
  get every(): number {
    return this.#every;
  }

  /** Whether the spans of a trace are looked at. Asked once for each of them. */
  looks(traceId: string, second: number): boolean {
    if (second !== this.#second) this.#begin(second);
    if (this.#every > 1 && (lastBits(traceId) & (this.#every - 1)) !== 0) return false;
    this.#seen += 1;
    if (this.#seen >= 2 * spansASecond) {
      // A flood is not waited out: as if it had been so many from the second's beginning.
      this.#every *= 2;
      this.#seen /= 2;
    }
    return true;
  }

  #begin(second: number): void {
    const rate = this.#seen / Math.max(1, second - this.#second);
    if (rate > spansASecond) this.#every *= 2;
    else if (rate < spansASecond / 4 && this.#every > 1) this.#every /= 2;
    this.#second = second;
    this.#seen = 0;
  }

  count(from: ComponentKey | null, { to, slot, durationMs, failed, weight }: Orphan): void {
    let edges = this.#slots.get(slot);
    if (edges === undefined) {
      edges = new Map();
      this.#slots.set(slot, edges);
    }
    const key = `${from ?? ''}\n${to}`;
    let edge = edges.get(key);
    if (edge === undefined) {
      if (edges.size >= mostEdges) return;
      edge = { from, to, calls: 0, errors: 0, durations: new Distribution() };
      edges.set(key, edge);
    }
    edge.calls += weight;
    if (failed) edge.errors += weight;
    edge.durations.record(durationMs, weight);
  }

  list(from: Millis, to: Millis): Call[] {
    const found = new Map<string, Tally & Pick<Call, 'from' | 'to'>>();
    for (const [slot, edges] of this.#slots) {
      if (slot + slotMs <= from || slot >= to) continue;
      for (const [key, { calls, errors, durations, ...ends }] of edges) {
        const sum = found.get(key) ?? { ...ends, calls: 0, errors: 0, durations: new Distribution() };
        sum.calls += calls;
        sum.errors += errors;
        sum.durations.merge(durations);
        found.set(key, sum);
      }
    }
    return [...found.values()].sort((a, b) => b.calls - a.calls);
  }

  prune(now: Millis): void {
    for (const [id, { seenAt }] of this.kin) {
      if (seenAt > now - kinMs) break;
      this.kin.delete(id);
    }
    for (const [id, waiting] of this.orphans) {
      const [first] = waiting;
      if (first === undefined || first.seenAt > now - kinMs) break;
      for (const orphan of waiting) this.count(null, orphan);
      this.orphans.delete(id);
    }
    for (const slot of this.#slots.keys()) if (slot < now - callsKeptMs) this.#slots.delete(slot);
  }
}

const nobody = new HubCalls();

/** The bits that the last six of a trace id's hex digits say: without a string of its own a span. */
function lastBits(traceId: string): number {
  let value = 0;
  for (let at = traceId.length - 6; at < traceId.length; at += 1) {
    const code = traceId.charCodeAt(at);
    // '0' is 48 and 'a' is 97: the low four bits, and 9 more for a letter.
    value = (value << 4) | ((code & 15) + (code > 57 ? 9 : 0));
  }
  return value;
}

/**
 * Which component called which, read from spans: the caller of an operation is the nearest of the spans around it that is an
 * operation of a component itself. A span may arrive before those around it, which end later.
 */
export class Calls {
  readonly #hubs = new Map<string, HubCalls>();

  /**
   * Looks through what was taken in.
   * @param known whether a hub is one that is kept
   */
  note(observations: readonly Observation[], now: Millis, known: (hub: HubId) => boolean): void {
    const second = Math.floor(now / 1000);
    let of: Source | null = null;
    let hub = nobody;
    for (const observation of observations) {
      if (observation.type !== 'span') continue;
      const { source, traceId } = observation;
      // Spans of one process come together.
      if (source !== of) hub = known(source.hub) ? this.#hub(source.hub) : nobody;
      of = source;
      if (hub === nobody || untimely(observation.end, now) !== null || unfit(observation) !== null) continue;
      if (hub.looks(traceId, second)) this.#span(observation, hub, now);
    }
  }

  /** The calls of a hub that ended within the stretches that `[from, to)` touches, the most frequent first. */
  list(hub: string, from: Millis, to: Millis): Call[] {
    return this.#hubs.get(hub)?.list(from, to) ?? [];
  }

  prune(now: Millis): void {
    for (const hub of this.#hubs.values()) hub.prune(now);
    let held = this.#held();
    for (const hub of this.#hubs.values()) {
      if (held <= capacity) return;
      hub.prune(millis(now + kinMs));
      held = this.#held();
    }
  }

  forget(hub: string): void {
    this.#hubs.delete(hub);
  }

  #held(): number {
    let held = 0;
    for (const { kin, orphans } of this.#hubs.values()) held += kin.size + orphans.size;
    return held;
  }

  #hub(name: HubId): HubCalls {
    let hub = this.#hubs.get(name);
    if (hub === undefined) {
      hub = new HubCalls();
      this.#hubs.set(name, hub);
    }
    return hub;
  }

  #span(span: SpanObservation, hub: HubCalls, now: Millis): void {
    const { component, end, start, failed } = span;
    const weight = span.weight * hub.every;
    const spanId = hexOf(span.spanId);
    const parentId = span.parentId === null ? null : hexOf(span.parentId);
    if (hub.kin.has(spanId)) return;
    hub.kin.set(spanId, { parentId, component, seenAt: now });
    if (component !== null) {
      const slot = Math.floor(end / slotMs) * slotMs;
      const call = {
        to: componentKey(component),
        slot,
        durationMs: end - start,
        failed,
        weight,
        seenAt: now,
      };
      this.#place(hub, parentId, [call]);
    }
    const waiting = hub.orphans.get(spanId);
    if (waiting === undefined) return;
    hub.orphans.delete(spanId);
    if (component === null) this.#place(hub, parentId, waiting);
    else for (const orphan of waiting) hub.count(componentKey(component), orphan);
  }

  /** Counts calls with the nearest component around them, or lets them wait for the span that is missing on the way there. */
  #place(hub: HubCalls, parentId: string | null, calls: readonly Orphan[]): void {
    let next = parentId;
    for (let steps = 0; next !== null && steps < mostSteps; steps += 1) {
      const around = hub.kin.get(next);
      if (around === undefined) {
        const waiting = hub.orphans.get(next);
        if (waiting === undefined) hub.orphans.set(next, [...calls]);
        else waiting.push(...calls);
        return;
      }
      if (around.component !== null) {
        const from = componentKey(around.component);
        for (const call of calls) hub.count(from, call);
        return;
      }
      next = around.parentId;
    }
    for (const call of calls) hub.count(null, call);
  }
}
