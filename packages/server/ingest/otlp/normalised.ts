import type { DropReason, HubId, Observation } from '@hubscope/core/signal';

/** What became of the items of a request before any window saw them. */
export interface Normalised {
  readonly observations: Observation[];
  readonly drops: { readonly hub: HubId; readonly reason: DropReason; readonly count: number }[];
}

/** Collects observations and what could not become one. */
export class Collector implements Normalised {
  readonly observations: Observation[] = [];
  readonly drops: { hub: HubId; reason: DropReason; count: number }[] = [];

  drop(hub: HubId, reason: DropReason, count = 1): void {
    if (count === 0) return;
    const known = this.drops.find((each) => each.hub === hub && each.reason === reason);
    if (known === undefined) this.drops.push({ hub, reason, count });
    else known.count += count;
  }
}

/** The last moment that is taken for a time at all, ms: beyond it nanoseconds do not fit their 64 bits. */
const lastTime = 2 ** 63 / 1e6;

/** Whether a time was given and can be one. */
export function isTime(ms: number): boolean {
  return ms > 0 && ms <= lastTime;
}
