import {
  selfHub,
  valueOf,
  type Column,
  type HubId,
  type Reading,
  type SignalTable,
} from '@hubscope/core/signal';
import { second, shift, type Second } from '@hubscope/core/time';
import type { ClosedSecond } from '@hubscope/core/window';
import type { Marker, StabilityRow } from '@hubscope/core/wire';
import { eventsOf, growthSignals, HubGrowth } from './hub-growth.js';

/** The past that is read when a hub is first heard of, s, and the steps it is read in. */
const [pastSeconds, stepSeconds] = [86_400, 10];

/** What growth asks of the rest of the server. */
export interface GrowthPorts {
  readonly table: SignalTable;
  /** A column's values of a stretch of the hub's past, one a step, NaN where unknown. */
  values(wanted: {
    readonly hub: HubId;
    readonly component: null;
    readonly from: Second;
    /** Excluded. */
    readonly to: Second;
    readonly stepSeconds: number;
    readonly columns: readonly Column[];
  }): Promise<readonly { readonly values: Float64Array }[]>;
  /** Markers of a hub, oldest first. */
  markers(hub: HubId): Promise<readonly Marker[]>;
  /** Processes of a hub that report; null where it is not known. */
  instances(hub: HubId): number | null;
  /** Thresholds of rules that a hub's memory must not exceed, MB. */
  limits(hub: HubId): readonly number[];
  /** Told of what nobody expected. */
  failed(what: string, error: unknown): void;
}

/** How the memory of hubs grows: told beside their other signals, so that it is kept, charted and watched as they are. */
export class GrowthStage {
  readonly #hubs = new Map<HubId, HubGrowth>();
  readonly #column: Column | null;
  readonly #places: readonly number[];
  #turns = 0;

  constructor(private readonly ports: GrowthPorts) {
    this.#column = ports.table.column('memory');
    this.#places = growthSignals.map((name) => ports.table.get(name).index);
  }

  /** Takes in a second that closed or was amended; answers it with what is proven of the hub's growth. */
  second(closed: ClosedSecond): ClosedSecond {
    const { hub, point, amended } = closed;
    if (hub === selfHub || this.#column === null) return closed;
    const growth = this.#hub(hub, closed.second);
    if (!amended) growth.second(closed.second, valueOf(point, this.#column), this.ports.instances(hub));
    const found = growth.readings();
    if (found.every((reading) => reading === null)) return closed;
    const readings: (Reading | null)[] = [...point.readings];
    this.#places.forEach((place, number) => {
      readings[place] = found[number] ?? null;
    });
    return { ...closed, point: { ...point, readings } };
  }

  /** Takes in a marker, once it is kept. */
  marker(marker: Marker): void {
    this.#hubs.get(marker.hub as HubId)?.marker(marker);
  }

  /** None where the hub's memory is unknown. */
  rows(hub: HubId): StabilityRow[] {
    const growth = this.#hubs.get(hub);
    return growth?.known === true ? growth.rows(this.ports.limits(hub)) : [];
  }

  forget(hub: HubId): void {
    this.#hubs.delete(hub);
  }

  #hub(hub: HubId, first: Second): HubGrowth {
    const known = this.#hubs.get(hub);
    if (known !== undefined) return known;
    const made = new HubGrowth((this.#turns += 7));
    this.#hubs.set(hub, made);
    this.#past(hub, first)
      .catch((error: unknown) => {
        this.ports.failed(`the past memory of ${hub} can't be read`, error);
        return [];
      })
      .then((events) => {
        made.begin(events);
      })
      .catch((error: unknown) => {
        this.ports.failed(`the growth of ${hub} could not be told`, error);
      });
    return made;
  }

  async #past(hub: HubId, first: Second): Promise<ReturnType<typeof eventsOf>> {
    if (this.#column === null) return [];
    const to = second(Math.floor(first / stepSeconds) * stepSeconds);
    const from = shift(to, -pastSeconds);
    const wanted = { hub, component: null, from, to, stepSeconds, columns: [this.#column] };
    const [[found], markers] = await Promise.all([this.ports.values(wanted), this.ports.markers(hub)]);
    return eventsOf(found?.values ?? new Float64Array(), from, stepSeconds, markers);
  }
}
