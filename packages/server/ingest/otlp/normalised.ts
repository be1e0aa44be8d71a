import type { DropReason, HubId, Observation } from '@hubscope/core/signal';
import { Numbers } from './numbers.js';

/** What the items of a request became before any window saw them, and what could not become anything. */
export class Collector {
  readonly observations: Observation[] = [];
  readonly drops: { hub: HubId; reason: DropReason; count: number }[] = [];

  /** @param numbers takes the points of metrics that are plain numbers; whoever keeps it from request to request clears it */
  constructor(readonly numbers = new Numbers()) {}

  /** How many things it holds that can be counted. */
  get items(): number {
    return this.observations.length + this.numbers.count;
  }

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
