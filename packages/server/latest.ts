import {
  hubId,
  parseComponentKey,
  valueOf,
  type Column,
  type ComponentKey,
  type HubId,
  type Point,
  type SignalTable,
} from '@hubscope/core/signal';
import type { ClosedSecond } from '@hubscope/core/window';
import type { HubStatus, Judgement } from '@hubscope/core/wire';
import type { ComponentNow, Hubs, HubSnapshot } from './api/index.js';
import type { HubStates } from './hub-states.js';

/** Components of a hub that are found by a glob; past it new ones are not. */
const maxComponents = 2000;
/** Hubs of the past that are shown; past it the older ones are only listed. */
const maxPast = 100;

interface Newest {
  closed: ClosedSecond;
  judgement: Judgement;
}

/** What history knows of a hub. */
export interface PastHub {
  readonly hub: HubId;
  /** s since the epoch. */
  readonly first: number;
  readonly last: number;
  readonly components: Iterable<ComponentKey>;
}

/** A hub that has said nothing since the start. */
function pastStatus({ hub, first, last }: PastHub): HubStatus {
  return {
    name: hub,
    state: 'silent',
    version: null,
    instances: 0,
    first_second: first,
    last_second: last,
    lag_ms: null,
    resolution: 1,
    operations_from: null,
    cpu_allotted: { cpus: null, from: null },
    closed_load: false,
    operations_per_minute: null,
    dropped: {},
    coarse_latency: false,
  };
}

/** The newest second of each hub and what was concluded from it, for those who ask once. */
export class Latest implements Hubs {
  readonly #newest = new Map<HubId, Newest>();
  readonly #past = new Map<HubId, PastHub & { readonly components: Set<ComponentKey> }>();
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
    const components = closed.components.flatMap(({ component }) => component ?? []);
    this.#widen({ hub: closed.hub, first: closed.second, last: closed.second, components });
  }

  /** A hub that was deleted. */
  forgetPast(hub: HubId): void {
    this.#past.delete(hub);
  }

  forget(hub: HubId): void {
    this.#newest.delete(hub);
  }

  /** Hubs that have history from before this start: listed until they are heard of again. */
  remember(past: readonly PastHub[]): void {
    for (const hub of past) this.#widen(hub);
  }

  list(): HubStatus[] {
    const live = this.states.all().map((status) => this.#since(status));
    const names = new Set(live.map(({ name }) => name));
    return [...live, ...[...this.#past.values()].filter(({ hub }) => !names.has(hub)).map(pastStatus)];
  }

  /** The hubs that history knows and that have said nothing since the start, or for so long that they were forgotten; those of late first. */
  past(): HubStatus[] {
    return [...this.#past.values()]
      .filter(({ hub }) => this.states.of(hub) === null)
      .sort((a, b) => b.last - a.last)
      .slice(0, maxPast)
      .map(pastStatus);
  }

  pastComponents(hub: HubId): ComponentKey[] | null {
    const past = this.#past.get(hub);
    if (past === undefined) return this.states.of(hub) === null ? null : [];
    return [...past.components].sort();
  }

  components(hub: HubId): ComponentNow[] | null {
    if (this.states.of(hub) === null) return this.#past.has(hub) ? [] : null;
    const points = this.#newest.get(hub)?.closed.components ?? [];
    return points.flatMap((point) => {
      const component = parseComponentKey(point.component ?? '');
      return component === null
        ? []
        : [{ key: point.component ?? '', ...component, values: this.#values(point) }];
    });
  }

  snapshot(hub: HubId): HubSnapshot | null {
    const past = this.#past.get(hub);
    const live = this.states.of(hub);
    const status = live !== null ? this.#since(live) : past === undefined ? null : pastStatus(past);
    if (status === null) return null;
    const newest = this.#newest.get(hub);
    if (newest === undefined) return { status, second: null, values: {}, judgement: null };
    const { closed, judgement } = newest;
    return { status, second: closed.second, values: this.#values(closed.point), judgement };
  }

  #widen({ hub, first, last, components }: PastHub): void {
    const known = this.#past.get(hub);
    const all = known?.components ?? new Set<ComponentKey>();
    for (const key of components) if (all.size < maxComponents) all.add(key);
    const reach = [Math.min(first, known?.first ?? first), Math.max(last, known?.last ?? last)] as const;
    this.#past.set(hub, { hub, first: reach[0], last: reach[1], components: all });
  }

  /** A hub is as old as its history. */
  #since(status: HubStatus): HubStatus {
    const first = this.#past.get(hubId(status.name))?.first ?? Infinity;
    return {
      ...status,
      first_second: status.first_second === null ? status.first_second : Math.min(first, status.first_second),
    };
  }

  #values(point: Point): Record<string, number | null> {
    return Object.fromEntries(this.#columns.map((column) => [column.name, valueOf(point, column)]));
  }
}
