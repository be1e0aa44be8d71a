import {
  type DropReason,
  type HubId,
  type MarkerObservation,
  type MetricObservation,
  type Observation,
  type SignalTable,
  type Source,
  type SpanObservation,
} from '../signal/index.js';
import type { Clock, Millis } from '../time/index.js';
import { BoundSeries, type SeriesIdentity } from './bound.js';
import { SeriesRoom } from './cells.js';
import type { ClosedSecond } from './closed.js';
import { HubWindow } from './hub-window.js';
import type { Instance } from './instance.js';
import { defaultLimits, type WindowLimits } from './limits.js';
import { RowRoom } from './row-room.js';
import { processStatus, statusOf, type ProcessStatus, type Status } from './status.js';
import { untimely } from './timely.js';
import { unfit } from './unfit.js';
import { Versions } from './versions.js';

/** A hub that nothing was heard of for this long is forgotten, ms. */
const forgetHubMs = 86_400_000;

/** A clock that went back by more begins another time: seconds that are closed would else have to come again before one closes, ms. */
const setBackMs = 10_000;

export interface WindowsOptions {
  readonly clock: Clock;
  readonly table: SignalTable;
  readonly limits?: Partial<WindowLimits>;
  /** The metric that operations are taken from, or `auto`. */
  readonly operations?: string;
  /** Receives each second as it closes, and again when late data changes it. */
  readonly closed: (second: ClosedSecond) => void;
  readonly marker: (marker: MarkerObservation) => void;
  /** Told of everything that was counted by itself: for those who look at single operations. */
  readonly counted?: (observation: SpanObservation | MetricObservation, now: Millis) => void;
  /** A hub that was forgotten. */
  readonly forgotten?: (hub: HubId) => void;
  /** The clock was set back so far (ms) that every hub begins anew. */
  readonly setBack?: (ms: number) => void;
  /** The seconds of a hub could not be closed: those of the others are. Without it the error is thrown. */
  readonly failed?: (error: unknown) => void;
}

/** What became of a batch: how many were counted, and why the others were not. */
export interface Accepted {
  readonly counted: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
}

/** The windows of all hubs: observations in, closed seconds out. Time moves in `advance`, by the clock. */
export class Windows {
  readonly #options: WindowsOptions;
  readonly #limits: WindowLimits;
  readonly #hubs = new Map<HubId, HubWindow>();
  readonly #drops = new Map<HubId | null, Map<DropReason, number>>();
  readonly #versions = new Versions();
  readonly #room: { readonly series: SeriesRoom; readonly rows: RowRoom };
  /** The latest that the clock has told, since it was set back. */
  #latest: Millis | null = null;
  /** Where the observations of the source before belong: those of one process come together. */
  #place: { source: Source; window: HubWindow; instance: Instance | null } | null = null;

  constructor(options: WindowsOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    const { allSeries, hubSeries, rows } = this.#limits;
    this.#room = { series: new SeriesRoom(allSeries, hubSeries), rows: new RowRoom(rows) };
  }

  /**
   * Takes in a batch of observations and closes what they let close.
   * @param more whether more of the same arrival follows: seconds close only after its end
   */
  accept(observations: readonly Observation[], more = false): Accepted {
    const now = this.#options.clock.now();
    const dropped: Partial<Record<DropReason, number>> = {};
    const heard = new Set<HubWindow>();
    this.#place = null;
    let counted = 0;
    for (const observation of observations) {
      const reason = this.#one(observation, now, heard);
      if (reason === null) {
        counted += 1;
        if (observation.type !== 'marker') this.#options.counted?.(observation, now);
      } else {
        dropped[reason] = (dropped[reason] ?? 0) + 1;
        this.drop(observation.type === 'marker' ? observation.hub : observation.source.hub, reason, 1);
      }
    }
    for (const hub of heard) hub.arrived(now);
    if (!more) this.advance();
    return { counted, dropped };
  }

  /**
   * Finds the place of a metric series, for readers that take in many points of the same series. A point's own time decides whether its
   * process may become one that the hub waits for.
   * @returns the series, or why there is none
   */
  bind(identity: SeriesIdentity, time: Millis): BoundSeries | DropReason {
    const window = this.#window(identity.source);
    if (window === null) return 'hub_limit';
    const late = untimely(time, this.#options.clock.now());
    if (late !== null) return late;
    const instance = window.instance(identity.source);
    if (instance === null) return 'instance_limit';
    this.#version(identity.source, time);
    const series = instance.series(identity, this.#limits.series);
    return series === null ? 'series_limit' : new BoundSeries(identity, window.metrics, instance, series);
  }

  /**
   * Takes in what `read` hands to bound series, as one arrival, and closes what that lets close.
   * @param read answers the hubs that it had something of
   */
  batch(read: (now: Millis) => Iterable<HubId>): void {
    const now = this.#options.clock.now();
    for (const hub of read(now)) this.#hubs.get(hub)?.arrived(now);
    this.advance();
  }

  /** Counts telemetry that was not taken in, here or at the door; hub null where none could be told. */
  drop(hub: HubId | null, reason: DropReason, count: number): void {
    // A flood of hub names must not grow this table either.
    const key = hub !== null && (this.#hubs.has(hub) || this.#drops.size < this.#limits.hubs) ? hub : null;
    const reasons = this.#drops.get(key) ?? new Map<DropReason, number>();
    reasons.set(reason, (reasons.get(reason) ?? 0) + count);
    this.#drops.set(key, reasons);
  }

  /** Closes every second that is due. Call it often (each 50 ms); it is cheap when nothing is. */
  advance(): void {
    const now = this.#options.clock.now();
    this.#watch(now);
    for (const hub of this.#hubs.values()) this.#advance(hub, now);
    this.#makeRoom();
  }

  /** The hub that holds most gives up its oldest seconds, until what all hold fits. */
  #makeRoom(): void {
    while (this.#room.rows.full) {
      let most: HubWindow | null = null;
      for (const hub of this.#hubs.values())
        if (most === null || hub.seconds.rows > most.seconds.rows) most = hub;
      if (most?.seconds.giveUp() !== true) return;
    }
  }

  #advance(hub: HubWindow, now: Millis): void {
    const { closed, failed } = this.#options;
    if (failed === undefined) {
      hub.advance(now, closed);
      return;
    }
    try {
      hub.advance(now, closed);
    } catch (error) {
      failed(error);
    }
  }

  /** Whether something was heard of a hub, and not forgotten. */
  has(hub: HubId): boolean {
    return this.#hubs.has(hub);
  }

  /** Forgets processes and hubs that are long gone. Call it now and then. */
  prune(): void {
    const now = this.#options.clock.now();
    for (const [id, hub] of this.#hubs) {
      hub.prune(now);
      if (hub.heardAt !== null && now - hub.heardAt > forgetHubMs) this.#forget(id, hub);
    }
  }

  /** The state of every hub. */
  statuses(): Status[] {
    const now = this.#options.clock.now();
    return [...this.#hubs.values()].map((hub) => this.#status(hub, now));
  }

  status(hub: HubId): Status | null {
    const window = this.#hubs.get(hub);
    return window === undefined ? null : this.#status(window, this.#options.clock.now());
  }

  /** Every process of a hub that reports, and on what schedule. */
  processes(hub: HubId): ProcessStatus[] {
    const now = this.#options.clock.now();
    return (this.#hubs.get(hub)?.expected(now) ?? []).map((instance) => processStatus(instance, now));
  }

  /** What was dropped, by reason; hub null: what belongs to no hub. */
  dropped(hub: HubId | null): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#drops.get(hub) ?? []);
  }

  /** Hubs of which something was dropped, also those of which nothing was ever counted. */
  droppedHubs(): HubId[] {
    return [...this.#drops.keys()].filter((hub) => hub !== null);
  }

  /** Begins every hub anew where the clock was set back. */
  #watch(now: Millis): void {
    const back = (this.#latest ?? now) - now;
    if (back <= setBackMs) {
      if (back < 0 || this.#latest === null) this.#latest = now;
      return;
    }
    this.#latest = now;
    for (const [id, hub] of this.#hubs) this.#forget(id, hub);
    this.#options.setBack?.(back);
  }

  #forget(id: HubId, hub: HubWindow): void {
    hub.forget();
    this.#hubs.delete(id);
    this.#drops.delete(id);
    this.#versions.forget(id);
    this.#options.forgotten?.(id);
  }

  #status(window: HubWindow, now: Millis): Status {
    return statusOf(window, now, this.#versions.current(window.hub), this.dropped(window.hub));
  }

  #one(observation: Observation, now: Millis, heard: Set<HubWindow>): DropReason | null {
    if (observation.type === 'marker') {
      this.#options.marker(observation);
      return null;
    }
    const { source } = observation;
    const last = this.#place;
    const same = last !== null && last.source === source;
    const window = same ? last.window : this.#window(source);
    if (window === null) return 'hub_limit';
    const time = observation.type === 'span' ? observation.end : observation.time;
    // A process whose clock is wrong must not become one that the hub waits for.
    const late = untimely(time, now) ?? (observation.type === 'span' ? unfit(observation) : null);
    if (late !== null) return late;
    const instance = same ? last.instance : window.instance(source);
    if (!same) this.#place = { source, window, instance };
    if (instance === null) return 'instance_limit';
    if (!same) heard.add(window);
    const stream = observation.type === 'span' ? instance.spans : instance.metrics;
    if (stream.heardAt !== now) stream.heard(now);
    if (!same) this.#version(source, time);
    return observation.type === 'span'
      ? window.span(observation, instance, now)
      : window.metrics.observe(observation, instance, now);
  }

  #window(source: Source): HubWindow | null {
    const known = this.#hubs.get(source.hub);
    if (known !== undefined) return known;
    if (this.#hubs.size >= this.#limits.hubs) return null;
    const { operations, table } = this.#options;
    const metric = operations === undefined || operations === 'auto' ? null : operations;
    const drop = (reason: DropReason, count: number): void => {
      this.drop(source.hub, reason, count);
    };
    const window = new HubWindow(source.hub, table, this.#limits, metric, drop, this.#room);
    this.#hubs.set(source.hub, window);
    return window;
  }

  #version(source: Source, time: Millis): void {
    const { hub, version } = source;
    if (version === null || !this.#versions.changed(hub, version)) return;
    this.#options.marker({ type: 'marker', hub, name: version, at: time, origin: 'version' });
  }
}
