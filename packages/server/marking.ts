import { randomUUID } from 'node:crypto';
import { cleanName, type HubId, type MarkerObservation } from '@hubscope/core/signal';
import type { Millis } from '@hubscope/core/time';
import { HubscopeError, type Marker, type Target } from '@hubscope/core/wire';
import type { Markers } from './api/index.js';
import type { Store } from './store/store.js';

/** Two markers of one name closer together than this are one: each of a hub's processes reports the same deploy, ms. */
const togetherMs = 60_000;

/** Named moments: kept, and told to those who watch and to those who compare. */
export class Marking implements Markers {
  readonly #latest = new Map<string, Millis>();

  constructor(
    private readonly store: Store,
    /** `unmarked`: it was taken back. */
    private readonly tell: (type: 'marker' | 'unmarked', marker: Marker) => void,
  ) {}

  list(hub: HubId | null): Promise<Marker[]> {
    return this.store.markers(hub);
  }

  /** @throws HubscopeError where it could not be made durable: then nobody is told of it */
  create(
    hub: HubId,
    name: string,
    at: Millis,
    { targets = [], origin = 'person' }: { targets?: readonly Target[]; origin?: Marker['origin'] } = {},
  ): Promise<Marker> {
    return this.#keep({ type: 'marker', hub, name: cleanName(name), at, origin }, targets);
  }

  async find(id: string): Promise<Marker> {
    const found = (await this.store.markers(null)).find((marker) => marker.id === id);
    if (found === undefined) throw new HubscopeError('unknown_marker');
    return found;
  }

  async remove(marker: Marker): Promise<void> {
    await this.store.removeMarker(marker.id);
    this.tell('unmarked', marker);
  }

  /** Takes in a moment that telemetry names. */
  observed(marker: MarkerObservation): void {
    const key = `${marker.hub}\n${marker.name}`;
    const before = this.#latest.get(key);
    if (before !== undefined && Math.abs(marker.at - before) < togetherMs) return;
    if (this.#latest.size > 1000) this.#latest.clear();
    this.#latest.set(key, marker.at);
    // One that the disk does not take is told at least; telemetry brings it once.
    this.#keep(marker, []).catch(() => {
      this.tell('marker', markerOf(marker, []));
    });
  }

  async #keep(observed: MarkerObservation, targets: readonly Target[]): Promise<Marker> {
    const marker = markerOf(observed, targets);
    await this.store.addMarker(marker);
    this.tell('marker', marker);
    return marker;
  }
}

function markerOf({ hub, name, at, origin }: MarkerObservation, targets: readonly Target[]): Marker {
  const said = targets.length === 0 ? {} : { targets: [...targets] };
  return { id: randomUUID(), hub, name, at, origin, ...said };
}
