import type { HubId } from '@hubscope/core/signal';
import type { Clock, Millis } from '@hubscope/core/time';
import type { Windows } from '@hubscope/core/window';
import type { DoctorAnswer, TargetReport } from '@hubscope/core/wire';
import { Clocks } from './clocks.js';
import { lookBackMs, type DoorLog } from './door-log.js';
import { findingsOf, type HubFacts } from './findings.js';
import {
  byEndpoint,
  stuckFor,
  type ForwardCounts,
  type ForwardFacts,
  type ForwardNote,
} from './forwarding.js';

/** How often what was dropped and how clocks go is noted, ms: no multiple of the schedules of exporters, so that each moment of those is met. */
const noteEveryMs = 7000;

type Counts = Readonly<Record<string, number>>;

/** What was dropped so far. */
interface Note extends ForwardNote {
  readonly drops: ReadonlyMap<HubId | null, Counts>;
}

export interface DoctorOptions {
  readonly clock: Clock;
  readonly windows: Pick<Windows, 'statuses' | 'processes' | 'dropped' | 'droppedHubs'>;
  readonly doors: readonly DoorLog[];
  readonly targets: () => readonly TargetReport[];
  readonly targetFaults: () => readonly string[];
  /** Where OTLP over HTTP is sent on this machine. */
  readonly endpoint: () => string;
  /** What became of what was to be sent on. */
  readonly forwarded?: () => readonly ForwardCounts[];
}

/** Answers why no data is seen. */
export class Doctor {
  readonly #options: DoctorOptions;
  /** What was dropped in all, each some seconds; the oldest is what the look back is counted from. */
  #notes: Note[] = [];
  readonly #clocks = new Clocks();

  constructor(options: DoctorOptions) {
    this.#options = options;
    // Else what is dropped before the first note would never be told.
    this.note();
  }

  /** Notes what was dropped so far, and how clocks go. Call it each second; it is cheap. */
  note(): void {
    const { clock, windows } = this.#options;
    const now = clock.now();
    const newest = this.#notes.at(-1);
    if (newest !== undefined && now - newest.at < noteEveryMs) return;
    const hubs = windows.statuses().map((status) => ({ status, processes: windows.processes(status.hub) }));
    this.#clocks.note(hubs, now);
    const known = new Set([null, ...hubs.map(({ status }) => status.hub), ...windows.droppedHubs()]);
    const drops = new Map([...known].map((hub) => [hub, windows.dropped(hub)]));
    const kept = this.#notes.filter(({ at }) => at >= now - lookBackMs);
    // At the start nothing was sent on, and forwarders may not be there yet.
    const forwarded: Note['forwarded'] = newest === undefined ? new Map() : this.#forwarded();
    this.#notes = [...kept, { at: now, drops, forwarded }];
  }

  report(): DoctorAnswer {
    const { clock, windows, doors, targets, targetFaults, endpoint } = this.#options;
    const now = clock.now();
    const before = this.#before(now)?.drops ?? new Map<null, Counts>();
    const dropped = (hub: HubId | null): Counts => since(windows.dropped(hub), before.get(hub) ?? {});
    const hubs: HubFacts[] = windows.statuses().map((status) => {
      const hub = { status, processes: windows.processes(status.hub) };
      return { ...hub, clocks: this.#clocks.of(hub, now), dropped: dropped(status.hub) };
    });
    const heard = new Set(hubs.map(({ status }) => status.hub));
    const unheard = windows.droppedHubs().filter((hub) => !heard.has(hub));
    const reports = doors.map((door) => door.report());
    const findings = findingsOf({
      now,
      endpoint: endpoint(),
      doors: reports,
      targets: targets(),
      targetFaults: targetFaults(),
      forwards: this.#forwards(now),
      hubs,
      unheard: new Map(unheard.map((hub) => [hub, dropped(hub)])),
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

  /** What was noted when the look back began. */
  #before(now: Millis): Note | undefined {
    return this.#notes.find(({ at }) => at >= now - lookBackMs);
  }

  #forwarded(): ForwardNote['forwarded'] {
    return byEndpoint(this.#options.forwarded?.() ?? []);
  }

  #forwards(now: Millis): ForwardFacts[] {
    const before = this.#before(now)?.forwarded;
    return [...this.#forwarded()].map(([endpoint, forwarded]) => ({
      endpoint,
      dropped: since(forwarded.dropped, before?.get(endpoint)?.dropped ?? {}),
      queuedBytes: forwarded.queuedBytes,
      stuckMs: stuckFor(endpoint, forwarded, this.#notes, now),
    }));
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
