import { Collection, type Records } from '@hubscope/core/record';
import type { HubId } from '@hubscope/core/signal';
import { marker as markerSchema, type Marker } from '@hubscope/core/wire';

const maxMarkers = 10_000;

const collection = new Collection('marker', markerSchema);

/** Markers, the newest ten thousand, each on the disk before it counts. */
export class KeptMarkers {
  readonly #markers = new Map<string, Marker>();

  constructor(private readonly records: Records) {}

  /** Takes back what was kept. */
  async load(): Promise<void> {
    for (const [id, marker] of await collection.load(this.records, () => undefined))
      this.#markers.set(id, marker);
  }

  /** @throws HubscopeError `storage_unavailable` */
  async add(marker: Marker): Promise<void> {
    const old = this.list(null).slice(0, Math.max(0, this.#markers.size + 1 - maxMarkers));
    await this.records.commit([
      collection.put(marker.id, marker),
      ...old.map(({ id }) => collection.remove(id)),
    ]);
    for (const { id } of old) this.#markers.delete(id);
    this.#markers.set(marker.id, marker);
  }

  /** @throws HubscopeError `storage_unavailable` */
  async remove(id: string): Promise<void> {
    await this.records.commit([collection.remove(id)]);
    this.#markers.delete(id);
  }

  /** Of one hub, or of all (null), oldest first. */
  list(hub: HubId | null): Marker[] {
    const found = [...this.#markers.values()].filter((marker) => hub === null || marker.hub === hub);
    return found.sort((a, b) => a.at - b.at);
  }
}
