import type { HubId, Point } from '../signal/index.js';
import type { Second } from '../time/index.js';

/** A second of a hub that was closed, or that late data amended: what the windows hand on. */
export interface ClosedSecond {
  readonly hub: HubId;
  readonly second: Second;
  readonly point: Point;
  /** Busiest first; those that did nothing for a minute are left out. */
  readonly components: readonly Point[];
  /** CPU-seconds that each of its processes used in this second, where there are several that say so. */
  readonly cpuByInstance?: ReadonlyMap<string, number>;
  /** True where this second was handed on before and late data changed it. */
  readonly amended: boolean;
  /** Wall clock minus the second's end when it closed, ms. */
  readonly lagMs: number;
}
