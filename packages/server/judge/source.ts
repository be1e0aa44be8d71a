import { badOf, burnMemory, BurnWindow, digest, type BurnMemory } from '@hubscope/core/judge';
import { valueOf, type Column, type ComponentKey, type HubId, type Point } from '@hubscope/core/signal';
import type { Second } from '@hubscope/core/time';
import type { Against, Burn, Rule } from '@hubscope/core/wire';
import { Collection, type RecordChange } from '@hubscope/core/record';
import { z } from 'zod';

/** What a value is compared with: the mean or quantile of the hour before, or of the same time yesterday; null where unknown. */
export interface References {
  reference(hub: HubId, component: ComponentKey | null, column: Column, against: Against): number | null;
}

/** Late data is up to this many seconds old, and values are kept a little longer. */
export const ringSeconds = 256;

export const burns = new Collection(
  'burn',
  z.object({ hub: z.string(), component: z.string().nullable(), key: z.string(), memory: burnMemory }),
);

/** Rules that look at the same share a source. */
export function sourceKey(rule: Rule): string {
  const { signal, against, burn } = rule;
  return JSON.stringify([signal, against, burn]);
}

/**
 * What rules look at, for a hub and its components: the value of the newest second by place, and those of the last minutes, so that late
 * data can be played again. Unknown is NaN in here.
 */
export class Source {
  /** By place. */
  now = new Float64Array(0);
  #ring = new Float64Array(0);
  readonly #wanted = new Set<number>();
  readonly #windows = new Map<number, BurnWindow>();
  #kept: ReadonlyMap<string, BurnMemory>;

  constructor(
    private readonly hub: HubId,
    readonly key: string,
    readonly column: Column,
    private readonly against: Against | null,
    private readonly burn: Burn | null,
    private readonly references: References,
    kept: ReadonlyMap<string, BurnMemory>,
  ) {
    this.#kept = kept;
  }

  /** Makes room for places below `length`. */
  grow(length: number): void {
    if (length <= this.now.length) return;
    const room = Math.max(length, this.now.length * 2, 8);
    const [now, ring] = [this.now, this.#ring];
    this.now = new Float64Array(room).fill(NaN);
    this.#ring = new Float64Array(room * ringSeconds).fill(NaN);
    this.now.set(now);
    this.#ring.set(ring);
  }

  /** A rule looks at this place. */
  want(place: number): void {
    this.#wanted.add(place);
  }

  /** A place was given up. */
  clear(place: number): void {
    this.#wanted.delete(place);
    this.#windows.delete(place);
    this.now[place] = NaN;
    this.#ring.fill(NaN, place * ringSeconds, (place + 1) * ringSeconds);
  }

  /** Begins a second in which nothing is known yet. */
  begin(which: Second, length: number): void {
    this.now.fill(NaN, 0, length);
    const at = which % ringSeconds;
    for (let place = 0; place < length; place += 1) this.#ring[place * ringSeconds + at] = NaN;
  }

  /** Takes in a point; answers whether its value differs from what was known of that second. */
  set(which: Second, place: number, point: Point, newest: boolean): boolean {
    if (!this.#wanted.has(place)) return false;
    const value = this.#read(which, place, point);
    const at = place * ringSeconds + (which % ringSeconds);
    const before = this.#ring[at] ?? NaN;
    this.#ring[at] = value;
    if (newest) this.now[place] = value;
    return !Object.is(before, value);
  }

  /** The value of a second of the last minutes; null where unknown. */
  at(place: number, which: Second): number | null {
    const value = this.#ring[place * ringSeconds + (which % ringSeconds)] ?? NaN;
    return Number.isNaN(value) ? null : value;
  }

  /** Percent of the budget that is left; null where this is no burn rate, or nothing is known. */
  budgetLeft(place: number, which: Second): number | null {
    return this.#windows.get(place)?.left(which) ?? null;
  }

  /** What is kept of burn windows. */
  changes(componentAt: (place: number) => ComponentKey | null): RecordChange[] {
    return [...this.#windows].map(([place, window]) => {
      const component = componentAt(place);
      const id = this.#id(component);
      return burns.put(id, { hub: this.hub, component, key: this.key, memory: window.memory() });
    });
  }

  #id(component: ComponentKey | null): string {
    return digest(JSON.stringify([this.hub, component, this.key]));
  }

  #read(which: Second, place: number, point: Point): number {
    if (this.burn !== null) {
      let window = this.#windows.get(place);
      if (window === undefined) {
        window = new BurnWindow(this.burn, this.#kept.get(this.#id(point.component)) ?? null);
        this.#windows.set(place, window);
      }
      const counted = badOf(point, this.column, this.burn);
      if (counted !== null) window.set(which, counted);
      return window.rate(which) ?? NaN;
    }
    const value = valueOf(point, this.column);
    if (value === null || this.against === null) return value ?? NaN;
    const reference = this.references.reference(this.hub, point.component, this.column, this.against);
    if (reference === null || reference === 0) return NaN;
    return (100 * (value - reference)) / Math.abs(reference);
  }
}
