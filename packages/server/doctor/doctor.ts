import type { HubId } from '@hubscope/core/signal';
import type { Clock, Millis } from '@hubscope/core/time';
import type { Windows } from '@hubscope/core/window';
import type { DoctorAnswer, TargetReport } from '@hubscope/core/wire';
import { lookBackMs, type DoorLog } from './door-log.js';
import { findingsOf, type HubFacts } from './findings.js';

/** How often what was dropped is noted, ms. */
const noteEveryMs = 10_000;

type Counts = Readonly<Record<string, number>>;

export interface DoctorOptions {
  readonly clock: Clock;
  readonly windows: Pick<Windows, 'statuses' | 'processes' | 'dropped'>;
  readonly doors: readonly DoorLog[];
  readonly targets: () => readonly TargetReport[];
  readonly targetFaults: () => readonly string[];
  /** Where OTLP over HTTP is sent on this machine. */
  readonly endpoint: () => string;
}

/** Answers why no data is seen. */
export class Doctor {
  readonly #options: DoctorOptions;
  /** What was dropped in all, each some seconds; the oldest is what the look back is counted from. */
  #notes: { readonly at: Millis; readonly drops: ReadonlyMap<HubId | null, Counts> }[] = [];

  constructor(options: DoctorOptions) {
    this.#options = options;
    // Else what is dropped before the first note would never be told.
    this.note();
  }

  /** Notes what was dropped so far. Call it each second; it is cheap. */
  note(): void {
    const now = this.#options.clock.now();
    const newest = this.#notes.at(-1);
    if (newest !== undefined && now - newest.at < noteEveryMs) return;
    this.#notes = [
      ...this.#notes.filter(({ at }) => at >= now - lookBackMs),
      { at: now, drops: this.#drops() },
    ];
  }

  report(): DoctorAnswer {
    const { clock, windows, doors, targets, targetFaults, endpoint } = this.#options;
    const now = clock.now();
    const before = this.#notes.find(({ at }) => at >= now - lookBackMs)?.drops ?? new Map<null, Counts>();
    const dropped = (hub: HubId | null): Counts => since(windows.dropped(hub), before.get(hub) ?? {});
    const hubs: HubFacts[] = windows.statuses().map((status) => ({
      status,
      processes: windows.processes(status.hub),
      dropped: dropped(status.hub),
    }));
    const reports = doors.map((door) => door.report());
    const findings = findingsOf({
      now,
      endpoint: endpoint(),
      doors: reports,
      targets: targets(),
      targetFaults: targetFaults(),
      hubs,
      dropped: dropped(null),
    });
    return {
      at: now,
      seconds: lookBackMs / 1000,
      healthy: findings.every(({ severity }) => severity !== 'error'),
      findings,
      doors: reports,
      targets: [...targets()],
      hubs: hubs.map((hub) => ({
        name: hub.status.hub,
        state: hub.status.silent ? 'silent' : 'live',
        processes: hub.processes.length,
        operations_from: hub.status.operationsFrom,
        dropped: { ...hub.dropped },
      })),
    };
  }

  #drops(): Map<HubId | null, Counts> {
    const { windows } = this.#options;
    const hubs: (HubId | null)[] = [null, ...windows.statuses().map(({ hub }) => hub)];
    return new Map(hubs.map((hub) => [hub, windows.dropped(hub)]));
  }
}

/** What was added to counts; those that did not grow are left out. */
function since(now: Counts, before: Counts): Record<string, number> {
  const grown = Object.entries(now).map(([reason, count]): [string, number] => [
    reason,
    count - (before[reason] ?? 0),
  ]);
  return Object.fromEntries(grown.filter(([, count]) => count > 0));
}
