import type {
  Alert,
  ChangedJudgement,
  HubStatus,
  ImpactView,
  Judgement,
  LiveFrame,
  Marker,
  Peak,
  SignalInfo,
  SnapshotFrame,
  TickFrame,
} from '../wire/index.js';
import { amendRows, putRows, rowsOf, type Rows } from './components.js';
import { newestSecond, putSecond, type Series } from './series.js';
import { growSparklines, type Sparklines } from './sparklines.js';

export type Threshold = SnapshotFrame['thresholds'][number];

/** All that is known of the hub that is looked at. */
export interface HubView {
  readonly name: string | null;
  readonly status: HubStatus | null;
  readonly signals: readonly SignalInfo[];
  readonly columns: readonly string[];
  readonly componentColumns: readonly string[];
  readonly series: Series;
  readonly sparklines: Sparklines;
  readonly components: Rows;
  readonly componentCount: number;
  readonly judgement: Judgement | null;
  readonly alerts: readonly Alert[];
  /** Alerts that are not among them, since there are so many; none of them is graver. */
  readonly alertsLeftOut: number;
  readonly rules: number;
  readonly thresholds: readonly Threshold[];
  readonly markers: readonly Marker[];
  /** The change since the baseline that is compared; null before anything is known of it. */
  readonly impact: ImpactView | null;
}

/** The server's state as far as its frames have told it. Immutable; parts that a frame leaves alone keep their identity. */
export interface Replica {
  /** The server's life that the sequence belongs to; null before the first hello. */
  readonly epoch: string | null;
  /** The server's version; null before the first hello. */
  readonly version: string | null;
  /** The port that takes OTLP over HTTP; null before it is known, and where none does. */
  readonly otlpHttpPort: number | null;
  /** Whether that port speaks TLS. */
  readonly otlpHttpTls: boolean;
  /** The last frame applied of the hub's sequence; null before the first snapshot. */
  readonly seq: number | null;
  /** A frame is missing between the last two: what is shown may be wrong until a new snapshot. */
  readonly torn: boolean;
  /** Every hub, busiest first; null before the list came. */
  readonly hubs: readonly HubStatus[] | null;
  readonly view: HubView | null;
}

export const emptyReplica: Replica = {
  epoch: null,
  version: null,
  otlpHttpPort: null,
  otlpHttpTls: false,
  seq: null,
  torn: false,
  hubs: null,
  view: null,
};

/** Resolved alerts stay so long as a line, ms. */
const resolvedStaysMs = 600_000;
const keptAlerts = 500;
const keptMarkers = 100;

function fromSnapshot(frame: SnapshotFrame): HubView {
  const { series } = frame;
  return {
    name: frame.hub,
    status: frame.status,
    signals: frame.signals,
    columns: frame.columns,
    componentColumns: frame.component_columns,
    series: {
      from: series.from,
      length: series.from === null ? 0 : Math.max(0, ...series.values.map((column) => column.length)),
      columns: frame.columns.map((_, index) => series.values[index] ?? []),
      cores: series.cores,
    },
    sparklines: frame.sparklines,
    components: rowsOf(frame.components),
    componentCount: frame.component_count,
    judgement: frame.judgement,
    alerts: frame.alerts,
    alertsLeftOut: frame.alerts_left_out,
    rules: frame.rules,
    thresholds: frame.thresholds,
    markers: frame.markers,
    impact: frame.impact,
  };
}

function staleAlert(alert: Alert, now: number): boolean {
  return (
    alert.state === 'inactive' || (alert.resolved_at !== null && now - alert.resolved_at > resolvedStaysMs)
  );
}

function withTick(view: HubView, tick: TickFrame): HubView {
  const throughputAt = view.componentColumns.indexOf('throughput');
  const alerts = view.alerts.some((alert) => staleAlert(alert, tick.now))
    ? view.alerts.filter((alert) => !staleAlert(alert, tick.now))
    : view.alerts;
  return {
    ...view,
    series: putSecond(view.series, tick.second, tick.values, tick.cores ?? []),
    components: putRows(
      view.components,
      view.series,
      tick.second,
      tick.components ?? [],
      tick.gone ?? [],
      throughputAt,
    ),
    componentCount: tick.component_count ?? view.componentCount,
    // A view without a status is one of no hub, and is told of by a snapshot once there is one.
    status:
      view.status === null ? null : { ...view.status, last_second: tick.second, ...given(tick.status ?? {}) },
    judgement: tick.judgement === undefined ? view.judgement : mergeJudgement(view.judgement, tick.judgement),
    sparklines: (tick.sparklines ?? []).reduce(growSparklines, view.sparklines),
    alerts,
    alertsLeftOut: tick.alerts_left_out ?? 0,
  };
}

const nothingJudged: Judgement = {
  trends: {},
  peaks: {},
  health: { score: null, parts: [] },
  uptime: { percent: null, known_seconds: 0, cells: [] },
};

/** The fields that are there. */
type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
}

const unknownPeak: Omit<Peak, 'over'> = { max: null, max_at: null, min: null, min_at: null, mean: null };

/** The peaks of a column after those of some spans changed in part. */
function mergePeaks(
  before: readonly Peak[],
  changed: NonNullable<ChangedJudgement['peaks']>[string],
): Peak[] {
  const others = before.filter(({ over }) => !changed.some((peak) => peak.over === over));
  const merged = changed.map((peak): Peak => {
    const base = before.find(({ over }) => over === peak.over) ?? unknownPeak;
    return { ...base, ...given(peak), over: peak.over };
  });
  return [...others, ...merged].sort((a, b) => a.over - b.over);
}

function mergeJudgement(before: Judgement | null, changed: ChangedJudgement): Judgement {
  const base = before ?? nothingJudged;
  const peaks = Object.entries(changed.peaks ?? {}).map(([column, each]) => {
    return [column, mergePeaks(base.peaks[column] ?? [], each)] as const;
  });
  return {
    trends: changed.trends === undefined ? base.trends : { ...base.trends, ...changed.trends },
    peaks: peaks.length === 0 ? base.peaks : { ...base.peaks, ...Object.fromEntries(peaks) },
    health: changed.health ?? base.health,
    uptime: changed.uptime === undefined ? base.uptime : { ...base.uptime, ...given(changed.uptime) },
  };
}

function withAlert(alerts: readonly Alert[], alert: Alert): readonly Alert[] {
  const others = alerts.filter(({ id }) => id !== alert.id);
  return alert.state === 'inactive' ? others : [alert, ...others].slice(0, keptAlerts);
}

type Sequenced = Extract<LiveFrame, { seq: number }>;

function inView(view: HubView, frame: Exclude<Sequenced, SnapshotFrame>): HubView {
  switch (frame.type) {
    case 'tick':
      return withTick(view, frame);
    case 'amend': {
      const throughputAt = view.componentColumns.indexOf('throughput');
      const newest = newestSecond(view.series);
      if (newest === null || frame.second > newest) return view;
      return {
        ...view,
        series: putSecond(view.series, frame.second, frame.values, frame.cores ?? []),
        components: amendRows(
          view.components,
          view.series,
          frame.second,
          frame.components ?? [],
          throughputAt,
        ),
      };
    }
    case 'status':
      return { ...view, status: frame.status };
    case 'alert':
      return { ...view, alerts: withAlert(view.alerts, frame.alert) };
    case 'marker': {
      const others = view.markers.filter(({ id }) => id !== frame.marker.id);
      return { ...view, markers: [...others, frame.marker].slice(-keptMarkers) };
    }
    case 'impact':
      return { ...view, impact: frame.impact };
    case 'rules':
      return { ...view, rules: frame.rules, thresholds: frame.thresholds };
  }
}

/** The replica after a frame. A frame of the sequence that was applied before changes nothing. */
export function reduce(replica: Replica, frame: LiveFrame): Replica {
  switch (frame.type) {
    case 'hello':
      // Another life of the server counts from anew; what is shown stays until its snapshot.
      return frame.epoch === replica.epoch
        ? replica
        : {
            ...replica,
            epoch: frame.epoch,
            version: frame.version,
            otlpHttpPort: frame.otlp_http_port,
            otlpHttpTls: frame.otlp_http_tls,
            seq: null,
            torn: false,
          };
    case 'hubs':
      return { ...replica, hubs: frame.hubs };
    case 'snapshot':
      return { ...replica, seq: frame.seq, torn: false, view: fromSnapshot(frame) };
    case 'tick':
    case 'amend':
    case 'status':
    case 'alert':
    case 'marker':
    case 'impact':
    case 'rules': {
      const { view, seq } = replica;
      if (view === null || seq === null || frame.seq <= seq) return replica;
      const torn = replica.torn || frame.seq > seq + 1;
      return { ...replica, seq: frame.seq, torn, view: inView(view, frame) };
    }
    case 'pong':
    case 'ok':
    case 'error':
      return replica;
  }
}
