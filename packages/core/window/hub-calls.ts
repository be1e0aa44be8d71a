import { Distribution } from '../distribution/index.js';
import {
  componentKey,
  hexOf,
  type Component,
  type ComponentKey,
  type SpanObservation,
} from '../signal/index.js';
import type { Millis } from '../time/index.js';

/** Calls are counted by stretches of this, ms. */
const slotMs = 10_000;
/** How long they are kept, ms. */
export const callsKeptMs = 600_000;
/** How long a span is remembered for the sake of what it called, and what was called for the sake of its caller, ms. */
const kinMs = 120_000;
/** Spans that are looked at of one hub in a second; past it, traces are chosen by their id, and each stands for several. */
const spansASecond = 400;
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

/** What all hubs together remember of calls. Where that is too much, whoever has more than an equal part forgets its oldest. */
export class CallsRoom {
  hubs = 0;
  /** Spans that are remembered or waited for, and callers and called of a stretch. */
  readonly taken = { spans: 0, edges: 0 };

  /** @param most as many at most: a span takes some 0.25 kB, an edge 0.7 kB */
  constructor(readonly most: { readonly spans: number; readonly edges: number }) {}

  /** Whether a hub that has so many must forget one before it remembers another. */
  lacks(what: 'spans' | 'edges', own: number): boolean {
    return this.taken[what] >= this.most[what] && own >= this.most[what] / this.hubs;
  }
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

interface Edge {
  readonly from: ComponentKey | null;
  readonly to: ComponentKey;
  calls: number;
  errors: number;
  readonly durations: Distribution;
}

type Slot = Map<string, Edge>;

/** The calls of one hub. */
export class HubCalls {
  readonly #room: CallsRoom;
  /** By span id, oldest first. */
  readonly #kin = new Map<string, Kin>();
  /** By the id of the span that is waited for, oldest first. */
  readonly #orphans = new Map<string, Orphan[]>();
  /** By start of the stretch, then by caller and called. */
  readonly #slots = new Map<number, Slot>();
  #edges = 0;
  #second = 0;
  #seen = 0;
  /** One trace of so many is looked at; a power of two. */
  #every = 1;

  constructor(room: CallsRoom) {
    this.#room = room;
    room.hubs += 1;
  }

  /** Looks at a span, if its trace is one of those that are. */
  note(span: SpanObservation, now: Millis): void {
    if (!this.#looks(span.traceId, Math.floor(now / 1000))) return;
    const { component, end, start, failed } = span;
    const id = hexOf(span.spanId);
    if (this.#kin.has(id)) return;
    const parentId = span.parentId === null ? null : hexOf(span.parentId);
    this.#remember(id, { parentId, component, seenAt: now });
    if (component !== null) {
      const to = componentKey(component);
      const slot = Math.floor(end / slotMs) * slotMs;
      const weight = span.weight * this.#every;
      this.#place(parentId, [{ to, slot, durationMs: end - start, failed, weight, seenAt: now }]);
    }
    const waiting = this.#orphans.get(id);
    if (waiting === undefined) return;
    this.#adopt(id);
    if (component === null) this.#place(parentId, waiting);
    else this.#count(componentKey(component), waiting);
  }

  list(from: Millis, to: Millis): Call[] {
    const found = new Map<string, Edge>();
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

  /** Lets go of what is too old. */
  prune(now: Millis): void {
    for (const [id, { seenAt }] of this.#kin) {
      if (seenAt > now - kinMs) break;
      this.#unlearn(id);
    }
    for (const [id, [first]] of this.#orphans) {
      if ((first?.seenAt ?? 0) > now - kinMs) break;
      this.#giveUp(id);
    }
    for (const slot of this.#slots.keys()) if (slot < now - callsKeptMs) this.#drop(slot);
  }

  /** Gives back all that it takes. */
  forget(): void {
    const { taken } = this.#room;
    this.#room.hubs -= 1;
    taken.spans -= this.#kin.size + this.#orphans.size;
    taken.edges -= this.#edges;
  }

  /** Whether the spans of a trace are looked at. Asked once for each of them. */
  #looks(traceId: string, second: number): boolean {
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

  #remember(id: string, kin: Kin): void {
    this.#makeRoom();
    this.#kin.set(id, kin);
    this.#room.taken.spans += 1;
  }

  #unlearn(id: string): void {
    if (this.#kin.delete(id)) this.#room.taken.spans -= 1;
  }

  /** Forgets the oldest span, and what waits longest, where there is no room for another. */
  #makeRoom(): void {
    if (!this.#room.lacks('spans', this.#kin.size + this.#orphans.size)) return;
    const [known] = this.#kin.keys();
    const [awaited] = this.#orphans.keys();
    if (known !== undefined) this.#unlearn(known);
    if (awaited !== undefined) this.#giveUp(awaited);
  }

  /** Counts calls with the nearest component around them, or lets them wait for the span that is missing on the way there. */
  #place(parentId: string | null, calls: readonly Orphan[]): void {
    let next = parentId;
    for (let steps = 0; next !== null && steps < mostSteps; steps += 1) {
      const around = this.#kin.get(next);
      if (around === undefined) {
        this.#wait(next, calls);
        return;
      }
      if (around.component !== null) {
        this.#count(componentKey(around.component), calls);
        return;
      }
      next = around.parentId;
    }
    this.#count(null, calls);
  }

  #wait(id: string, calls: readonly Orphan[]): void {
    const waiting = this.#orphans.get(id);
    if (waiting !== undefined) {
      waiting.push(...calls);
      return;
    }
    this.#makeRoom();
    this.#orphans.set(id, [...calls]);
    this.#room.taken.spans += 1;
  }

  /** A span that was waited for is there. */
  #adopt(id: string): void {
    if (this.#orphans.delete(id)) this.#room.taken.spans -= 1;
  }

  /** A span is waited for no longer: what it called came from outside. */
  #giveUp(id: string): void {
    const waiting = this.#orphans.get(id) ?? [];
    this.#adopt(id);
    this.#count(null, waiting);
  }

  #count(from: ComponentKey | null, calls: readonly Orphan[]): void {
    for (const { to, slot, durationMs, failed, weight } of calls) {
      const edge = this.#edge(slot, from, to);
      if (edge === null) continue;
      edge.calls += weight;
      if (failed) edge.errors += weight;
      edge.durations.record(durationMs, weight);
    }
  }

  /** Null where there is no room. */
  #edge(start: number, from: ComponentKey | null, to: ComponentKey): Edge | null {
    const key = `${from ?? ''}\n${to}`;
    const known = this.#slots.get(start)?.get(key);
    if (known !== undefined) return known;
    while (this.#room.lacks('edges', this.#edges)) {
      const [oldest] = this.#slots.keys();
      if (oldest === undefined || oldest >= start) return null;
      this.#drop(oldest);
    }
    const slot: Slot = this.#slots.get(start) ?? new Map<string, Edge>();
    if (slot.size >= mostEdges) return null;
    const edge = { from, to, calls: 0, errors: 0, durations: new Distribution() };
    this.#slots.set(start, slot.set(key, edge));
    this.#edges += 1;
    this.#room.taken.edges += 1;
    return edge;
  }

  #drop(start: number): void {
    const edges = this.#slots.get(start)?.size ?? 0;
    this.#slots.delete(start);
    this.#edges -= edges;
    this.#room.taken.edges -= edges;
  }
}

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
