import type { HubId } from '@hubscope/core/signal';

/**
 * Places for series. A hub may take one while it has fewer than are left: however many one hub wants, half of them are left to the others,
 * and half of what the next one leaves to those after it.
 */
export class Places {
  readonly #byHub = new Map<HubId, number>();
  #left: number;

  constructor(most: number) {
    this.#left = most;
  }

  /** Answers whether the hub may have it. */
  take(hub: HubId): boolean {
    const own = this.#byHub.get(hub) ?? 0;
    if (own >= this.#left) return false;
    this.#byHub.set(hub, own + 1);
    this.#left -= 1;
    return true;
  }

  leave(hub: HubId): void {
    const own = this.#byHub.get(hub) ?? 0;
    if (own <= 1) this.#byHub.delete(hub);
    else this.#byHub.set(hub, own - 1);
    this.#left += 1;
  }
}
