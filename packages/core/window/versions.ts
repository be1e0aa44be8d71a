import type { HubId } from '../signal/index.js';

const remembered = 50;

/** Which versions of a hub were seen, so that a new `service.version` makes a marker by itself. */
export class Versions {
  readonly #seen = new Map<HubId, Set<string>>();
  readonly #current = new Map<HubId, string>();

  /** Notes a version; true where the hub had another one before and never this one. */
  changed(hub: HubId, version: string): boolean {
    if (this.#current.get(hub) === version) return false;
    const seen = this.#seen.get(hub) ?? new Set<string>();
    this.#seen.set(hub, seen);
    // During a rolling deploy old and new report side by side: only what was never seen is news.
    if (seen.has(version)) return false;
    seen.add(version);
    for (const oldest of seen) {
      if (seen.size <= remembered) break;
      seen.delete(oldest);
    }
    this.#current.set(hub, version);
    return seen.size > 1;
  }

  /** The newest version that appeared, null before one. */
  current(hub: HubId): string | null {
    return this.#current.get(hub) ?? null;
  }

  forget(hub: HubId): void {
    this.#seen.delete(hub);
    this.#current.delete(hub);
  }
}
