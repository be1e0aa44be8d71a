import type { ComponentKey } from '@hubscope/core/signal';
import type { Second } from '@hubscope/core/time';

/** A component that did nothing for so long gives up its place, s. */
const forgetSeconds = 3600;

/** Gives the hub itself (null, place 0) and each of its components a place in the arrays that rules run over. */
export class Slots {
  readonly #places = new Map<ComponentKey | null, number>([[null, 0]]);
  readonly #seen = new Map<number, Second>();
  readonly #free: number[] = [];
  #next = 1;

  /** Places ever given out: how long the arrays must be. */
  get length(): number {
    return this.#next;
  }

  find(component: ComponentKey | null): number | null {
    return this.#places.get(component) ?? null;
  }

  /** A component's place, and whether it is new. */
  take(component: ComponentKey | null, now: Second): { readonly place: number; readonly fresh: boolean } {
    const known = this.#places.get(component);
    if (known !== undefined) {
      if (now > (this.#seen.get(known) ?? 0)) this.#seen.set(known, now);
      return { place: known, fresh: false };
    }
    const place = this.#free.pop() ?? this.#next;
    if (place === this.#next) this.#next += 1;
    this.#places.set(component, place);
    this.#seen.set(place, now);
    return { place, fresh: true };
  }

  /** Lets go of components that were not seen for an hour and that nothing holds. */
  letGo(now: Second, held: (place: number) => boolean): number[] {
    const gone: number[] = [];
    for (const [component, place] of this.#places) {
      if (component === null || (this.#seen.get(place) ?? 0) > now - forgetSeconds || held(place)) continue;
      this.#places.delete(component);
      this.#seen.delete(place);
      this.#free.push(place);
      gone.push(place);
    }
    return gone;
  }

  entries(): Iterable<[ComponentKey | null, number]> {
    return this.#places;
  }
}
