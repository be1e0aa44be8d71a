import { reaches, type Reach } from '@hubscope/core/access';
import type { HubId } from '@hubscope/core/signal';
import { HubscopeError } from '@hubscope/core/wire';

/** Of what one sender brings, what is of hubs that it may send for. */
export class OwnHubs {
  /** Things that were of other hubs. */
  refused = 0;
  /** The first of these hubs. */
  #other: HubId | null = null;
  #last: HubId | null = null;
  #may = true;

  constructor(private readonly grant: Reach) {}

  /** Whether the sender may bring telemetry of this hub. Asked for each thing that it brings. */
  has(hub: HubId): boolean {
    if (this.grant.hubs === null) return true;
    if (hub !== this.#last) {
      this.#may = reaches(this.grant, hub);
      this.#last = hub;
    }
    return this.#may;
  }

  /** Counts what was of another hub. */
  refuse(hub: HubId, count: number): void {
    this.refused += count;
    this.#other ??= hub;
  }

  /** What to answer where nothing was of a hub that the sender may bring. */
  error(): HubscopeError {
    const { who } = this.grant;
    return new HubscopeError('forbidden', `${who ?? 'This sender'} is not for the hub ${this.#other ?? ''}.`);
  }
}
