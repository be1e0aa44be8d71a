import type { ComponentKey, HubId } from '@hubscope/core/signal';
import type { RowHead } from '../pack/rows.js';
import type { KnownHub } from '../store.js';

interface Known {
  first: number;
  last: number;
  readonly components: Set<ComponentKey>;
}

/** The hubs that have history, with what the journal has and the database does not know of yet. */
export class KnownHubs {
  readonly #hubs = new Map<HubId, Known>();

  add({ hub, first, last, components }: KnownHub): void {
    this.#hubs.set(hub, { first, last, components: new Set(components) });
  }

  forget(hub: HubId): void {
    this.#hubs.delete(hub);
  }

  /** Takes in whose points there are besides. */
  widen(heads: readonly RowHead[]): void {
    for (const { hub, component, second } of heads) {
      let known = this.#hubs.get(hub);
      if (known === undefined) {
        known = { first: second, last: second, components: new Set() };
        this.#hubs.set(hub, known);
      }
      known.first = Math.min(known.first, second);
      known.last = Math.max(known.last, second);
      if (component !== null) known.components.add(component);
    }
  }

  list(): readonly KnownHub[] {
    return [...this.#hubs].map(([hub, known]) => ({ ...known, hub, components: [...known.components] }));
  }
}
