import { readStatistic, selfHub, type HubId, type SignalTable } from '@hubscope/core/signal';
import type { ClosedSecond, Status, Windows } from '@hubscope/core/window';
import type { HubStatus } from '@hubscope/core/wire';

const minute = 60;

interface Recent {
  /** Operations of the last seconds, newest last. */
  readonly operations: Map<number, number | null>;
  lagMs: number | null;
  coarse: boolean;
}

/** What clients are told of each hub's state: how its windows are doing, and what its last minute held. */
export class HubStates {
  readonly #recent = new Map<HubId, Recent>();
  readonly #throughput;
  readonly #latency;

  constructor(
    private readonly windows: Windows,
    table: SignalTable,
  ) {
    this.#throughput = table.get('throughput');
    this.#latency = table.get('latency');
  }

  /** Takes in a closed second; answers the hub's state after it. */
  closed({ hub, second, point, lagMs, amended }: ClosedSecond): HubStatus | null {
    const recent: Recent = this.#recent.get(hub) ?? { operations: new Map(), lagMs: null, coarse: false };
    this.#recent.set(hub, recent);
    const throughput = point.readings[this.#throughput.index] ?? null;
    if (!amended || recent.operations.has(second)) {
      recent.operations.set(second, readStatistic(this.#throughput, throughput, 'value'));
    }
    for (const oldest of recent.operations.keys()) {
      if (recent.operations.size <= minute) break;
      recent.operations.delete(oldest);
    }
    if (!amended) recent.lagMs = lagMs;
    const latency = point.readings[this.#latency.index] ?? null;
    if (latency?.fold === 'distribution') recent.coarse = latency.distribution.coarse;
    return this.of(hub);
  }

  /** A hub's state; null where it was never heard of. */
  of(hub: HubId): HubStatus | null {
    const status = this.windows.status(hub);
    return status === null ? null : this.#told(status);
  }

  /** Every hub's state, the busiest first and the server's own last. */
  all(): HubStatus[] {
    return this.windows
      .statuses()
      .map((status) => this.#told(status))
      .sort(
        (a, b) =>
          Number(a.name === selfHub) - Number(b.name === selfHub) ||
          (b.operations_per_minute ?? -1) - (a.operations_per_minute ?? -1),
      );
  }

  forget(hub: HubId): void {
    this.#recent.delete(hub);
  }

  #told(status: Status): HubStatus {
    const recent = this.#recent.get(status.hub);
    const known = [...(recent?.operations.values() ?? [])].filter((count) => count !== null);
    return {
      name: status.hub,
      state: status.silent ? 'silent' : 'live',
      version: status.version,
      instances: status.instances,
      first_second: status.firstSecond,
      last_second: status.lastSecond,
      lag_ms: recent?.lagMs ?? null,
      resolution: status.resolution,
      operations_from: status.operationsFrom,
      cpu_allotted: { cpus: status.allotted?.cpus ?? null, from: status.allotted?.from ?? null },
      closed_load: status.closedLoad,
      operations_per_minute: known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0),
      dropped: { ...status.dropped },
      coarse_latency: recent?.coarse ?? false,
    };
  }
}
