import { endOf, type Millis } from '@hubscope/core/time';
import type { ProcessStatus, Status } from '@hubscope/core/window';

/** Batching delays by anything up to the interval, a clock that is behind delays all alike: a usual delay so far over the interval is none of batching, ms. */
const spansOverMs = 3000;
/** Prometheus holds points back for as long as its `batch_send_deadline`, 5 s unless set, beyond the interval at which it scrapes, ms. */
const metricsOverMs = 5500;
/** What is in time within this was told by a clock that is right, ms. */
const inTimeMs = 3000;
/** A second that closes so long before its end was told by a clock that is ahead, ms. */
const aheadMs = 1000;
/** A backlog after an outage, or a step of this machine's own clock, looks the same for a while, ms. */
const lastsMs = 30_000;
/** What was not seen for this long is over, ms. */
const overMs = 60_000;

/** What is known of the clocks of a hub's processes, where they are wrong and stay so. */
export interface ClockFacts {
  /** How far at least they are ahead of this machine's, ms; null where that can't be told. */
  readonly aheadMs: number | null;
  /** About how far they are behind, ms, by instance. */
  readonly behind: ReadonlyMap<string, number>;
}

/** How far the usual delay of one kind of telemetry is over its interval, ms. */
function over(stream: ProcessStatus['spans']): number | null {
  if (stream === null || stream.delayMs === null) return null;
  return stream.delayMs - stream.intervalMs;
}

/** About how far the clock of a process seems to be behind, ms; null where it does not. */
export function behindMs({ spans, metrics }: ProcessStatus): number | null {
  const ofSpans = over(spans);
  const ofMetrics = over(metrics);
  if ((ofSpans ?? 0) <= spansOverMs && (ofMetrics ?? 0) <= metricsOverMs) return null;
  // Both have their times from one clock: where either is in time, the other is held back on its way.
  if ((spans?.delayMs ?? Infinity) < inTimeMs || (ofMetrics ?? Infinity) < inTimeMs) return null;
  // A point tells of its whole interval, a span waits for half of one on average.
  return ofMetrics ?? (ofSpans ?? 0) + (spans?.intervalMs ?? 0) / 2;
}

/** Something that is seen again and again, and how much of it at most. */
class Sightings {
  readonly #seen = new Map<string, { readonly since: Millis; readonly at: Millis; readonly most: number }>();

  see(key: string, much: number, now: Millis): void {
    const before = this.#seen.get(key);
    const most = Math.max(much, before?.most ?? 0);
    this.#seen.set(key, { since: before?.since ?? now, at: now, most });
  }

  forget(now: Millis): void {
    for (const [key, { at }] of this.#seen) if (now - at > overMs) this.#seen.delete(key);
  }

  /** How much at most; null where it did not last. */
  lasting(key: string, now: Millis): number | null {
    const seen = this.#seen.get(key);
    if (seen === undefined || now - seen.at > overMs) return null;
    return seen.at - seen.since < lastsMs ? null : seen.most;
  }
}

/** A hub whose clocks are looked at. */
interface Hub {
  readonly status: Status;
  readonly processes: readonly ProcessStatus[];
}

const keyOf = ({ status }: Hub, { instance }: ProcessStatus): string => `${status.hub}\n${instance}`;

/** Watches for clocks that are wrong. */
export class Clocks {
  readonly #ahead = new Sightings();
  readonly #behind = new Sightings();

  /** Looks at the hubs. Call it every few seconds. */
  note(hubs: readonly Hub[], now: Millis): void {
    this.#ahead.forget(now);
    this.#behind.forget(now);
    for (const hub of hubs) {
      const { lastSecond } = hub.status;
      const ahead = lastSecond === null ? 0 : endOf(lastSecond) - now;
      if (ahead >= aheadMs) this.#ahead.see(hub.status.hub, ahead, now);
      for (const process of hub.processes) {
        const behind = behindMs(process);
        if (behind !== null) this.#behind.see(keyOf(hub, process), behind, now);
      }
    }
  }

  of(hub: Hub, now: Millis): ClockFacts {
    const behind = new Map<string, number>();
    for (const process of hub.processes) {
      const ms = behindMs(process);
      if (ms !== null && this.#behind.lasting(keyOf(hub, process), now) !== null)
        behind.set(process.instance, ms);
    }
    return { aheadMs: this.#ahead.lasting(hub.status.hub, now), behind };
  }
}
