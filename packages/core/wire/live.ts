import { z } from 'zod';
import { acknowledgeAction, alert } from './alert.js';
import { hubStatus, known, marker, signalInfo } from './hub.js';
import { impact } from './impact.js';
import { judgement, peak, uptime } from './judge.js';

/*
 * The live form: WebSocket subprotocol `hubscope.v1`. After `hello` a `snapshot`, then a `tick` each second. Frames with a `seq`
 * belong to one numbered sequence per subscription: a client that reconnects sends `resume` with the last one it applied and
 * receives what it missed, or a new snapshot where that is gone. Values stand in the order of the snapshot's `columns`.
 */
export const liveProtocol = 'hubscope.v1';

/** The newest seconds that a snapshot carries at full rate, and that a client keeps. */
export const liveSeconds = 90;

/** A sparkline: this many values, each over this many seconds, together one hour. */
export const sparklineLength = 120;
export const sparklineStep = 30;

const values = z.array(known);

export const helloFrame = z.object({
  type: z.literal('hello'),
  /** Changes with each start of the server; a `resume` from another epoch gets a snapshot. */
  epoch: z.string(),
  /** The server's version. */
  version: z.string(),
  /** The server's clock, ms since the epoch. */
  now: z.number(),
  /** The hub that the connection was given; null while none has been seen. */
  hub: z.string().nullable(),
  /** The port that takes OTLP over HTTP; null where this server takes none. */
  otlp_http_port: z.number().int().nullable(),
  /** Whether that port speaks TLS. */
  otlp_http_tls: z.boolean().default(false),
});

export const componentRow = z.object({
  /** `kind:name`. */
  key: z.string(),
  kind: z.string(),
  name: z.string(),
  /** The newest second, in the order of `component_columns`. */
  values,
  /** Throughput of the seconds that `series` covers, oldest first. */
  throughput: values,
});
export type ComponentRow = z.infer<typeof componentRow>;

const watching = {
  /** How many rules watch this hub. */
  rules: z.number().int(),
  /** The thresholds to draw: by column. */
  thresholds: z.array(
    z.object({
      column: z.string(),
      condition: z.string(),
      threshold: z.number(),
      severity: z.string(),
      name: z.string(),
    }),
  ),
};

export const snapshotFrame = z.object({
  type: z.literal('snapshot'),
  seq: z.number().int(),
  now: z.number(),
  hub: z.string().nullable(),
  status: hubStatus.nullable(),
  signals: z.array(signalInfo),
  /** Names of the hub's columns (`throughput`, `latency.p95` …). */
  columns: z.array(z.string()),
  component_columns: z.array(z.string()),
  series: z.object({
    /** The first second, s since the epoch; null where no second has closed. */
    from: z.number().int().nullable(),
    /** One array a column, one value a second, oldest first, no second left out. */
    values: z.array(values),
    /** One array a second, one value a core; empty where no core reports. */
    cores: z.array(values),
  }),
  /** The last hour by half minutes: by column name, the newest value last; its last cell grows until it is full. */
  sparklines: z.object({
    step: z.number().int(),
    until: z.number().nullable(),
    columns: z.record(z.string(), values),
  }),
  components: z.array(componentRow),
  /** Components seen in the last minutes, those without a row of their own included. */
  component_count: z.number().int(),
  judgement: judgement.nullable(),
  alerts: z.array(alert),
  /** Alerts that are not listed, since there are more than 500; none of them is graver than those that are. */
  alerts_left_out: z.number().int(),
  ...watching,
  markers: z.array(marker),
  /** The change since the baseline that is compared; null before anything is known of it. */
  impact: impact.nullable(),
});
export type SnapshotFrame = z.infer<typeof snapshotFrame>;

const secondValues = {
  seq: z.number().int(),
  /** The second that the values cover, s since the epoch. */
  second: z.number().int(),
  /** In the order of `columns`; what is left out at the end is null. */
  values,
  /** Left out where no core reports. */
  cores: values.optional(),
  /** Components whose values differ from the frame before: key, then values in the order of `component_columns`, as above. */
  components: z.array(z.tuple([z.string()]).rest(known)).optional(),
};

/** Peaks of one span: what differs from the frame before. */
const changedPeak = peak.partial().required({ over: true });

/** Parts of the judgement that differ from the frame before; of peaks and uptime, what differs in them. */
export const changedJudgement = z.object({
  trends: judgement.shape.trends.optional(),
  peaks: z.record(z.string(), z.array(changedPeak)).optional(),
  health: judgement.shape.health.optional(),
  uptime: uptime.partial().optional(),
});
export type ChangedJudgement = z.infer<typeof changedJudgement>;

/** Half minutes of the sparklines that seconds extended or completed since they were last told: by column name, oldest first. */
const sparklineCell = z.object({ until: z.number(), columns: z.record(z.string(), known) });

export const tickFrame = z.object({
  type: z.literal('tick'),
  ...secondValues,
  /** The server's clock at sending, ms since the epoch. */
  now: z.number(),
  /** Present when it differs from the frame before. */
  component_count: z.number().int().optional(),
  /** Components that have left the table. */
  gone: z.array(z.string()).optional(),
  /** As in the snapshot; present while it is not 0. */
  alerts_left_out: z.number().int().optional(),
  /** Its fields that differ from the frame before; `last_second` where it is not this one. */
  status: hubStatus.partial().optional(),
  judgement: changedJudgement.optional(),
  sparklines: z.array(sparklineCell).optional(),
});
export type TickFrame = z.infer<typeof tickFrame>;

/** Late data changed a second that was shown. */
export const amendFrame = z.object({ type: z.literal('amend'), ...secondValues });
export type AmendFrame = z.infer<typeof amendFrame>;

/** The hub stopped or resumed reporting, outside of a tick. */
export const statusFrame = z.object({ type: z.literal('status'), seq: z.number().int(), status: hubStatus });

export const alertFrame = z.object({ type: z.literal('alert'), seq: z.number().int(), alert });
export const markerFrame = z.object({ type: z.literal('marker'), seq: z.number().int(), marker });

/** The change since the baseline: every 5 s, and at once where a verdict or the comparison changes. */
export const impactFrame = z.object({ type: z.literal('impact'), seq: z.number().int(), impact });

/** Rules were changed: those that watch the hub now. */
export const rulesFrame = z.object({ type: z.literal('rules'), seq: z.number().int(), ...watching });
export type RulesFrame = z.infer<typeof rulesFrame>;

/** All hubs, the busiest first and `hubscope` last; sent after `hello` and when the list or a state changes. */
export const hubsFrame = z.object({ type: z.literal('hubs'), hubs: z.array(hubStatus) });

export const pongFrame = z.object({ type: z.literal('pong'), now: z.number() });
export const okFrame = z.object({ type: z.literal('ok'), action: z.string() });
export const errorFrame = z.object({
  type: z.literal('error'),
  error: z.object({ code: z.string(), message: z.string() }),
});

export const liveFrame = z.discriminatedUnion('type', [
  helloFrame,
  snapshotFrame,
  tickFrame,
  amendFrame,
  statusFrame,
  alertFrame,
  markerFrame,
  impactFrame,
  rulesFrame,
  hubsFrame,
  pongFrame,
  okFrame,
  errorFrame,
]);
export type LiveFrame = z.infer<typeof liveFrame>;

/** What a client of the live form may send. */
export const liveAction = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('subscribe'),
    /** A hub's name; null: the busiest other than `hubscope`. */
    hub: z.string().max(200).nullable(),
    /** `all` (default), `none`, or the keys wanted. */
    components: z.union([z.enum(['all', 'none']), z.array(z.string().max(400)).max(200)]).default('all'),
    /** Signal or column names wanted; all unless set. */
    signals: z.array(z.string().max(200)).max(200).nullable().default(null),
  }),
  z.object({
    action: z.literal('resume'),
    epoch: z.string().max(100),
    hub: z.string().max(200),
    seq: z.number().int(),
  }),
  acknowledgeAction,
  z.object({ action: z.literal('ping') }),
]);
export type LiveAction = z.infer<typeof liveAction>;
