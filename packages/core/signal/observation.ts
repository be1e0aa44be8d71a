import type { OutsideHistogram } from '../distribution/index.js';
import type { Millis } from '../time/index.js';
import type { Component } from './component.js';
import type { Mapping } from './mapping.js';
import type { HubId } from './names.js';
import type { SpanId } from './span-id.js';

/** The process that telemetry comes from. One object a resource, shared by all its observations. */
export interface Source {
  readonly hub: HubId;
  /** Cleaned text that tells this process from the hub's others. */
  readonly instance: string;
  /** The machine it runs on, where that is known; the cores of one machine are counted once. */
  readonly host: string | null;
  /** `service.version`. */
  readonly version: string | null;
  /** CPUs allotted by a container limit, where the resource names one. */
  readonly cpuLimit: number | null;
  /** Whether the resource says that the hub always has work waiting (`hub.load=closed`). */
  readonly closedLoad: boolean;
}

export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** A value of a signal that a span carries. */
export interface SpanValue {
  readonly signal: string;
  readonly value: number;
  /** How the signal folds: an amount of the second, or one more of its values. */
  readonly fold: 'sum' | 'distribution';
}

/** One finished span. Times are milliseconds since the epoch, `end` not before `start`. */
export interface SpanObservation {
  readonly type: 'span';
  readonly source: Source;
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  readonly spanId: SpanId;
  readonly parentId: SpanId | null;
  readonly kind: SpanKind;
  readonly start: Millis;
  readonly end: Millis;
  /** What this span is an operation of; null where the span is no operation of any component (a plain internal span). */
  readonly component: Component | null;
  /** Which of several ways of running the hub it was worked by (`hub.variant`): an operation of the hub is one of this too. */
  readonly variant?: Component | null;
  readonly failed: boolean;
  /** How many spans it stands for: above 1 where the tracer sampled. */
  readonly weight: number;
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  /** ms from request to first token, where the span tells. */
  readonly ttftMs: number | null;
  /** What its tokens cost, in the currency of the price table; null where no price is known. */
  readonly cost?: number | null;
  /** The span's name, cleaned. */
  readonly name?: string;
  /** Attributes that the configuration allows to be kept. */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  /** Values of further signals that a mapping reads from it. */
  readonly values?: readonly SpanValue[];
  /** Whether its own duration is time between components: an RPC, MCP or messaging client span. */
  readonly communicates: boolean;
}

export type Temporality = 'delta' | 'cumulative';

export type MetricValue =
  | { readonly form: 'gauge'; readonly value: number }
  | {
      readonly form: 'sum';
      readonly temporality: Temporality;
      readonly monotonic: boolean;
      readonly value: number;
    }
  | { readonly form: 'histogram'; readonly temporality: Temporality; readonly histogram: OutsideHistogram };

/** One value out of those that a metric point sums up, and the span in which it was measured. */
export interface Exemplar {
  readonly time: Millis;
  /** In the metric's own unit. */
  readonly value: number;
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits. */
  readonly spanId: string;
}

/** One point of one metric series. */
export interface MetricObservation {
  readonly type: 'metric';
  readonly source: Source;
  readonly mapping: Mapping;
  /** Tells this series from the others of the same source and mapping. */
  readonly series: string;
  /**
   * One object for all points of the series, where whoever decodes them keeps one: the series is then found by it, and `series` is
   * read once. An identity belongs to one mapping and one `series`.
   */
  readonly identity?: object;
  /** The logical core, where the mapping is by core. */
  readonly core: number | null;
  /** Whether the point's attributes name an `error.type`: its operations failed. */
  readonly failed: boolean;
  /** The start of the stretch that the point covers (cumulative sums: of the counter); null where it does not say. */
  readonly start: Millis | null;
  readonly time: Millis;
  readonly value: MetricValue;
  /** Single operations that a histogram names. */
  readonly exemplars?: readonly Exemplar[];
}

export type MarkerOrigin = 'version' | 'log' | 'person' | 'program';

/** A named moment of a hub. */
export interface MarkerObservation {
  readonly type: 'marker';
  readonly hub: HubId;
  readonly name: string;
  readonly at: Millis;
  readonly origin: MarkerOrigin;
}

/** What ingest hands to the windows: any telemetry, in Hubscope's own terms. */
export type Observation = SpanObservation | MetricObservation | MarkerObservation;

/** Why telemetry was not counted; each is counted itself, by hub. */
export const dropReasons = [
  /** Older than the seconds that can still be amended. */
  'too_old',
  /** More than 5 s ahead of this machine's clock. */
  'future',
  /** Ends before it starts, or lasts longer than a day. */
  'bad_duration',
  /** NaN or infinite, or negative where that can't be. */
  'bad_number',
  /** A trace or span id of wrong length, or all zero. */
  'bad_id',
  /** A time that is missing or outside what a clock can show. */
  'bad_time',
  /** Labels without a metric's name, with a doubled name, or too long. */
  'bad_labels',
  /** A StatsD line that is no metric. */
  'bad_line',
  /** Delivered before. */
  'duplicate',
  /** A metric point before the newest one of its series. */
  'out_of_order',
  /** Two processes share one instance id, and their counters contradict each other. */
  'conflict',
  /** No signal is made from this metric. */
  'unmapped',
  /** An attribute with what users, models or tools said: left out at the door. */
  'content',
  /** Of a hub that the key which it came with is not for. */
  'forbidden_hub',
  /** A request refused before it was decoded, since its hub was past its share: the sender tries again. Counted in requests. */
  'refused',
  /** A log record that names no deployment. */
  'log',
  /** Past the bound on components: counted under "other". */
  'component_limit',
  /** Past the bound on series of one instance. */
  'series_limit',
  /** Past the bound on instances of one hub. */
  'instance_limit',
  /** Past the bound on hubs. */
  'hub_limit',
] as const;

export type DropReason = (typeof dropReasons)[number];
