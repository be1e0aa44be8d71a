import { isDeepStrictEqual } from 'node:util';
import type { Column, HubId, SignalTable } from '@hubscope/core/signal';
import type { Millis, Second } from '@hubscope/core/time';
import type { ClosedSecond } from '@hubscope/core/window';
import {
  liveSeconds,
  type Alert,
  type ChangedJudgement,
  type HubStatus,
  type ImpactView,
  type Judgement,
  type Marker,
} from '@hubscope/core/wire';
import { AlertList, type Listed } from './alert-list.js';
import { changedJudgement, changedStatus, withSteadyUptime } from './changed.js';
import { ComponentRows, type ComponentChange } from './component-rows.js';
import type { HubEvent } from './event.js';
import {
  isOnTime,
  keptSeconds,
  RecentSeconds,
  rowOf,
  throughputIn,
  unknownRow,
  type RowShape,
  type SecondRow,
} from './seconds.js';
import { Sparklines, type SparklineCell } from './sparklines.js';

/** What one event changed in a hub's live state; one frame of the live form each, with the hub's next sequence number. */
export type Change =
  | {
      readonly type: 'tick';
      readonly row: SecondRow;
      readonly changed: readonly ComponentChange[];
      readonly gone: readonly string[];
      /** Of these and the next what differs from the tick before; null where nothing does. */
      readonly status: Partial<HubStatus> | null;
      readonly judgement: ChangedJudgement | null;
      readonly count: number | null;
      readonly cells: readonly SparklineCell[];
    }
  | { readonly type: 'amend'; readonly row: SecondRow; readonly changed: readonly ComponentChange[] }
  | { readonly type: 'status'; readonly status: HubStatus }
  | { readonly type: 'alert'; readonly alert: Alert }
  /** So many alerts changed at once that viewers need a snapshot. */
  | { readonly type: 'alerts' }
  | { readonly type: 'marker'; readonly marker: Marker }
  /** A marker was taken back, for which viewers get a snapshot. */
  | { readonly type: 'unmarked' }
  | { readonly type: 'impact'; readonly impact: ImpactView }
  /** Other rules watch the hub. */
  | { readonly type: 'rules' }
  /** So much changed at once that viewers need a snapshot. */
  | { readonly type: 'restart' };

type Tick = Extract<Change, { type: 'tick' }>;

export interface Numbered {
  readonly seq: number;
  readonly change: Change;
}

/** Alerts of one event that are told by a frame each: each is larger than its share of a snapshot. */
const maxNews = 100;
const maxMarkers = 100;
const markerStaysMs = 3_600_000;

/** How the rows of every feed are shaped: made once from the signal table. */
export interface FeedShape extends RowShape {
  readonly componentColumns: readonly Column[];
}

/** A component shows each signal's first statistic, and the P95 of distributions. */
export function feedShape(table: SignalTable): FeedShape {
  const columns = table.columns();
  const throughput = columns.find((column) => column.name === 'throughput');
  if (throughput === undefined) throw new RangeError('the signal table has no throughput');
  return {
    columns,
    componentColumns: columns.filter(({ statistic }) => !['p99', 'count'].includes(statistic)),
    throughput,
    cores: table.get('cpu_cores'),
  };
}

/** A hub's live state: a plain reduction of its events, the same for all viewers. */
export class Feed {
  readonly hub: HubId;
  readonly shape: FeedShape;
  readonly seconds: RecentSeconds;
  readonly sparklines: Sparklines;
  readonly components: ComponentRows;
  /** Null while nothing is known of it, from now or from before. */
  status: HubStatus | null = null;
  judgement: Judgement | null = null;
  impact: ImpactView | null = null;
  /** What the last tick told: a status frame has no room for it. */
  #toldJudgement: Judgement | null = null;
  #toldCount: number | null = null;
  readonly #alerts = new AlertList();
  #markers: Marker[] = [];
  /** The optimization score of each of the last seconds, as it was when the second closed. */
  readonly #scores = new Map<Second, number | null>();
  #seq: number;
  #seen = false;

  /** @param seq where its numbering starts: past every number that was given out for a hub of this name */
  constructor(hub: HubId, shape: FeedShape, seq: number) {
    this.hub = hub;
    this.shape = shape;
    this.#seq = seq;
    this.seconds = new RecentSeconds(shape);
    this.sparklines = new Sparklines(shape.columns);
    this.components = new ComponentRows(
      shape.componentColumns,
      shape.componentColumns.indexOf(shape.throughput),
    );
  }

  /** The number of the last change. */
  get seq(): number {
    return this.#seq;
  }

  /** Whether the hub was heard of since the start. */
  get seen(): boolean {
    return this.#seen;
  }

  /** Takes what history knows of the hub, until it is heard of. */
  remember(status: HubStatus): void {
    if (!this.#seen) this.status = status;
  }

  /** What is approaching, pending or firing, and what resolved in the last minute; newest first. */
  alerts(now: Millis): Listed {
    return this.#alerts.list(now);
  }

  /** How many alerts that leaves out. */
  alertsLeftOut(now: Millis): number {
    return this.#alerts.leftOut(now);
  }

  /** The markers of the last hour, oldest first. */
  markers(now: Millis): Marker[] {
    return this.#markers.filter(({ at }) => at > now - markerStaysMs);
  }

  /** The optimization score of a second; null where it is unknown. */
  scoreAt(which: Second): number | null {
    return this.#scores.get(which) ?? null;
  }

  apply(event: HubEvent): Numbered[] {
    return this.#changes(event).map((change) => {
      this.#seq += 1;
      return { seq: this.#seq, change };
    });
  }

  #changes(event: HubEvent): Change[] {
    if (event.type === 'alert') return this.#tellAlerts([event.alert]);
    if (event.type === 'alerts') return this.#tellAlerts(event.alerts);
    if (event.type === 'marker') return [this.#marker(event.marker)];
    if (event.type === 'unmarked') {
      this.#markers = this.#markers.filter(({ id }) => id !== event.marker.id);
      return [{ type: 'unmarked' }];
    }
    if (event.type === 'rules') return [{ type: 'rules' }];
    if (event.type === 'impact') {
      this.impact = event.impact;
      return [{ type: 'impact', impact: event.impact }];
    }
    this.#seen = true;
    if (event.type === 'status') {
      this.judgement = event.judgement ?? this.judgement;
      // A viewer that came meanwhile was shown this, the others were not: the next tick tells all of them all of it.
      this.#toldJudgement = null;
      if (isDeepStrictEqual(this.status, event.status)) return [];
      this.status = event.status;
      return [{ type: 'status', status: event.status }];
    }
    const { closed } = event;
    const { last } = this.seconds;
    if (last !== null && closed.second <= last) return this.#amend(closed, last);
    this.#score(closed.second, event.score ?? null);
    const ticks = this.#close(closed);
    const concluded = this.#conclude(closed.second, event.status, event.judgement);
    if (ticks.length > liveSeconds) return [{ type: 'restart' }];
    return ticks.map((tick) => (tick.row.second === closed.second ? { ...tick, ...concluded } : tick));
  }

  #score(which: Second, score: number | null): void {
    this.#scores.set(which, score);
    for (const oldest of this.#scores.keys()) {
      if (this.#scores.size <= keptSeconds) break;
      this.#scores.delete(oldest);
    }
  }

  /** The tick of a second, after those of the seconds that it shows to be missing. */
  #close(closed: ClosedSecond): Tick[] {
    const row = rowOf(closed, this.shape);
    const filled = this.seconds.append(row);
    const cells = this.sparklines.add(closed.point);
    return [...filled, row].map((each): Tick => {
      const points = each === row ? closed.components : [];
      const { changed, gone } = this.components.advance(each.second, points, isOnTime(each, this.shape));
      return {
        type: 'tick',
        row: each,
        changed,
        gone,
        status: null,
        judgement: null,
        count: this.#newCount(),
        cells: each === row ? cells : [],
      };
    });
  }

  #newCount(): number | null {
    const { size } = this.components;
    if (size === this.#toldCount) return null;
    this.#toldCount = size;
    return size;
  }

  #amend(closed: ClosedSecond, last: Second): Change[] {
    const row = rowOf(closed, this.shape);
    const before = this.seconds.at(row.second) ?? unknownRow(row.second, this.shape);
    if (!this.seconds.amend(row)) return [];
    this.sparklines.remake(row.second, (which) => this.seconds.at(which as Second)?.point ?? null);
    const changed = this.components.amend(
      row.second,
      closed.components,
      { newest: row.second === last, onTime: isOnTime(row, this.shape) },
      (component) => throughputIn(before, component, this.shape) !== throughputIn(row, component, this.shape),
    );
    return row.second > last - liveSeconds ? [{ type: 'amend', row, changed }] : [];
  }

  /** The parts of status and judgement that differ from those of the frame before. */
  #conclude(
    which: Second,
    status: HubStatus,
    judgement: Judgement | null,
  ): Pick<Tick, 'status' | 'judgement'> {
    const before = this.#toldJudgement;
    const now = judgement === null ? before : withSteadyUptime(before, judgement, which);
    const told = {
      status: changedStatus(this.status, status, which),
      judgement: now === null ? null : changedJudgement(before, now),
    };
    this.status = status;
    this.judgement = judgement ?? this.judgement;
    this.#toldJudgement = now;
    return told;
  }

  /** News of a few alerts are told one by one; of more, viewers get the whole list. */
  #tellAlerts(alerts: readonly Alert[]): Change[] {
    for (const alert of alerts) this.#alerts.put(alert);
    if (alerts.length > maxNews) return [{ type: 'alerts' }];
    return alerts.map((alert) => ({ type: 'alert', alert }));
  }

  #marker(marker: Marker): Change {
    const others = this.#markers.filter(({ id }) => id !== marker.id);
    this.#markers = [...others, marker].sort((a, b) => a.at - b.at).slice(-maxMarkers);
    return { type: 'marker', marker };
  }
}
