import {
  parseComponentKey,
  valueOf,
  type Column,
  type HubId,
  type Point,
  type SignalTable,
} from '@hubscope/core/signal';
import type { ClosedSecond } from '@hubscope/core/window';
import type { HubStatus, Judgement } from '@hubscope/core/wire';
import type { ComponentNow, Hubs, HubSnapshot } from './api/index.js';
import type { HubStates } from './hub-states.js';

interface Newest {
  closed: ClosedSecond;
  judgement: Judgement;
}

/** The newest second of each hub and what was concluded from it, for those who ask once. */
export class Latest implements Hubs {
  readonly #newest = new Map<HubId, Newest>();
  readonly #columns: readonly Column[];

  constructor(
    table: SignalTable,
    private readonly states: HubStates,
  ) {
    this.#columns = table.columns();
  }

  /** Takes in a second; an amended one only where it is the newest. */
  closed(closed: ClosedSecond, judgement: Judgement): void {
    const newest = this.#newest.get(closed.hub);
    if (newest !== undefined && newest.closed.second > closed.second) newest.judgement = judgement;
    else this.#newest.set(closed.hub, { closed, judgement });
  }

  forget(hub: HubId): void {
    this.#newest.delete(hub);
  }

  list(): HubStatus[] {
    return this.states.all();
  }

  components(hub: HubId): ComponentNow[] | null {
    if (this.states.of(hub) === null) return null;
    const points = this.#newest.get(hub)?.closed.components ?? [];
    return points.flatMap((point) => {
      const component = parseComponentKey(point.component ?? '');
      return component === null
        ? []
        : [{ key: point.component ?? '', ...component, values: this.#values(point) }];
    });
  }

  snapshot(hub: HubId): HubSnapshot | null {
    const status = this.states.of(hub);
    if (status === null) return null;
    const newest = this.#newest.get(hub);
    if (newest === undefined) return { status, second: null, values: {}, judgement: null };
    const { closed, judgement } = newest;
    return { status, second: closed.second, values: this.#values(closed.point), judgement };
  }

  #values(point: Point): Record<string, number | null> {
    return Object.fromEntries(this.#columns.map((column) => [column.name, valueOf(point, column)]));
  }
}
