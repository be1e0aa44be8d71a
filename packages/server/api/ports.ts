import type { FaultLog } from '@hubscope/core/log';
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { Grant } from '@hubscope/core/access';
import type { Distribution } from '@hubscope/core/distribution';
import type {
  Column,
  ComponentKey,
  HubId,
  IndexedSignal,
  Point,
  SeenTelemetry,
  SignalTable,
} from '@hubscope/core/signal';
import type { Clock, Millis, Second } from '@hubscope/core/time';
import type { Call } from '@hubscope/core/window';
import type {
  DoctorAnswer,
  Alert,
  Baseline,
  BaselineFile,
  ChangesAnswer,
  ComparisonView,
  HealthDetail,
  HubStatus,
  ImpactDetail,
  ImpactView,
  Incident,
  IncidentDetail,
  IncidentPage,
  IncidentQuery,
  Judgement,
  Marker,
  NewBaseline,
  NewComparison,
  NewSilence,
  PreviewAnswer,
  PreviewBody,
  Rule,
  RuleInForce,
  SharedImpact,
  SwitchesAnswer,
  SwitchTurn,
  Silence,
  StretchSide,
  Suggestion,
  Target,
  UptimeAnswer,
  VariantsAnswer,
  VariantsWanted,
} from '@hubscope/core/wire';
import type { AccessPort } from './access-port.js';
import type { Channels } from './channels-port.js';

export type { AccessPort, Channels };

/** The newest closed second of a hub. */
export interface HubSnapshot {
  readonly status: HubStatus;
  /** Null where no second has closed. */
  readonly second: Second | null;
  /** By column name. */
  readonly values: Readonly<Record<string, number | null>>;
  readonly judgement: Judgement | null;
}

export interface ComponentNow {
  readonly key: ComponentKey;
  readonly kind: string;
  readonly name: string;
  /** The newest second, by column name. */
  readonly values: Readonly<Record<string, number | null>>;
}

/** The hubs as they are now. */
export interface Hubs {
  /** Every hub that was seen, in any order. */
  list(): readonly HubStatus[];
  /** Null where the hub was never seen. */
  components(hub: HubId): readonly ComponentNow[] | null;
  /** Every component that history knows of; null where the hub was never seen. */
  pastComponents(hub: HubId): readonly ComponentKey[] | null;
  /** Null where the hub was never seen. */
  snapshot(hub: HubId): HubSnapshot | null;
}

/** A stretch of history, as the store understands it. */
export interface HistoryRequest {
  readonly hub: HubId;
  /** Null: the hub itself. */
  readonly component: ComponentKey | null;
  readonly from: Second;
  /** Excluded. */
  readonly to: Second;
  readonly stepSeconds: number;
  readonly columns: readonly Column[];
  /** Whether the least and the greatest of a single second are wanted beside each value; not, unless said. */
  readonly withExtremes?: boolean;
}

/** What one column was, a value a step; NaN where nothing is known. */
export interface HistorySeries {
  readonly values: Float64Array;
  /** The least and the greatest value of a single second in the step; of no length where they were not asked for. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface History {
  /** One series a column. */
  history(request: HistoryRequest): Promise<readonly HistorySeries[]>;
  /** The same for each of several components, in their order. */
  histories(
    request: Omit<HistoryRequest, 'component'> & { readonly components: readonly ComponentKey[] },
  ): Promise<readonly (readonly HistorySeries[])[]>;
  /** One signal whole, a distribution a step; null where nothing is known. */
  distributions(
    request: Omit<HistoryRequest, 'columns' | 'withExtremes'> & { readonly signal: IndexedSignal },
  ): Promise<readonly (Distribution | null)[]>;
}

/** What is kept on disk, as a whole. */
export interface Archive {
  /** What is wrong with the data folder, in sentences. */
  troubles(): readonly string[];
  sizes(): Promise<
    readonly { readonly hub: HubId; readonly bytes: number; readonly first: number; readonly last: number }[]
  >;
  /** All of the points are on disk when it resolves, or none is. */
  import(hub: HubId, points: readonly Point[]): Promise<void>;
  backup(folder: string): Promise<void>;
  forget(hub: HubId): Promise<void>;
  /** @throws HubscopeError `invalid_import` where it is none, or holds more than an import may */
  csvOfParquet(parquet: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  parquetOfCsv(csv: Readable): Promise<Buffer>;
}

export interface Markers {
  /** Of one hub, or of all (null), oldest first. */
  list(hub: HubId | null): Promise<readonly Marker[]>;
  /** Keeps a new marker and tells everybody concerned. */
  create(
    hub: HubId,
    name: string,
    at: Millis,
    more?: { readonly targets?: readonly Target[]; readonly origin?: Marker['origin'] },
  ): Promise<Marker>;
  /** @throws HubscopeError `unknown_marker` */
  find(id: string): Promise<Marker>;
  /** Forgets a marker, and the stretch before it that was kept by itself; tells everybody concerned. */
  remove(marker: Marker): Promise<void>;
}

/** Baselines, and what changed since. Those that answer promises throw HubscopeErrors of the kinds `unknown_…` and `bad_range`. */
export interface Impacts {
  /** @param comparisons as many answers are held to the chance of error together */
  view(hub: HubId, component: ComponentKey | null, comparisons: number): Promise<ImpactView>;
  detail(hub: HubId, component: ComponentKey | null, signal: string): Promise<ImpactDetail>;
  comparison(hub: HubId): Promise<ComparisonView>;
  compare(hub: HubId, wanted: NewComparison): Promise<ComparisonView>;
  compareStretches(
    hub: HubId,
    component: ComponentKey | null,
    sides: {
      readonly before: StretchSide;
      readonly after: StretchSide;
      readonly targets?: readonly Target[] | undefined;
      readonly comparisons?: number | undefined;
    },
  ): Promise<ImpactView>;
  compareVariants(hub: HubId, wanted: VariantsWanted): Promise<VariantsAnswer>;
  changes(
    hub: HubId,
    wanted: {
      readonly signal: string | null;
      readonly from: number | null;
      readonly p: number;
      readonly minChange: number;
    },
  ): Promise<ChangesAnswer>;
  suggested(hub: HubId): Promise<ChangesAnswer>;
  share(hub: HubId, component: ComponentKey | null): Promise<SharedImpact>;
  shared(id: string): SharedImpact | null;
  baselines(hub: HubId | null): Baseline[];
  baseline(idOrName: string, hub: HubId | null): Baseline;
  capture(wanted: NewBaseline): Promise<Baseline>;
  exportBaseline(of: Baseline): Promise<BaselineFile>;
  importBaseline(file: BaselineFile): Promise<Baseline>;
  removeBaseline(of: Baseline): Promise<void>;
}

/** Optimizations that a hub lets others turn. */
export interface HubSwitches {
  /** None where the hub has no control port that is known. @throws HubscopeError `switches_unavailable` */
  list(hub: HubId): Promise<SwitchesAnswer>;
  /** Turns one and marks the moment. @throws HubscopeError `unknown_switch`, `switches_unavailable` */
  turn(hub: HubId, wanted: SwitchTurn): Promise<SwitchesAnswer>;
}

export interface Alerts {
  /** `leftOut`: how many more there are than `limit`, none of them graver than those listed. */
  list(query: {
    readonly hub?: string | undefined;
    readonly state?: Alert['state'] | undefined;
    readonly limit: number;
    /** Which hubs are asked for; all unless set. */
    readonly within?: ((hub: string) => boolean) | undefined;
  }): { readonly alerts: readonly Alert[]; readonly leftOut: number };
  /** The hub of an alert, or of an incident, by its id; null where none has it. */
  hubOf(id: string): string | null;
  /** @throws HubscopeError `unknown_alert`, `alert_not_firing` */
  acknowledge(id: string, by: string | null, note: string | null): Alert | Promise<Alert>;
  /** Takes an acknowledgement back. @throws HubscopeError the same */
  unacknowledge(id: string, by: string | null): Alert | Promise<Alert>;
}

/** A slow operation, and the trace in which it can be looked at. */
export interface SlowOperation {
  /** Null: an operation of the hub itself. */
  readonly component: ComponentKey | null;
  readonly name: string;
  /** When it ended. */
  readonly time: Millis;
  readonly durationMs: number;
  readonly failed: boolean;
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

export interface Telemetry {
  /** Of a hub or of one of its components, that ended from `from` to `to` (excluded), slowest first. */
  slow(hub: HubId, component: ComponentKey | null, from: Millis, to: Millis): readonly SlowOperation[];
  /** Which of its components called which, in the stretches of ten seconds that `[from, to)` touches; the most frequent first. */
  calls(hub: HubId, from: Millis, to: Millis): readonly Call[];
  /** What arrived in the last minute. */
  seen(): readonly SeenTelemetry[];
}

export interface Rules {
  list(): readonly RuleInForce[];
  /** @throws HubscopeError `unknown_rule` */
  find(id: string): RuleInForce;
  /** @throws HubscopeError where it can't be evaluated */
  create(rule: Rule): Promise<RuleInForce>;
  /** @throws HubscopeError `unknown_rule`, `read_only_rule` */
  replace(id: string, rule: Rule): Promise<RuleInForce>;
  /** Deletes a rule, or undoes the change of a default one. @throws HubscopeError the same */
  remove(id: string): Promise<void>;
  preview(body: PreviewBody): Promise<PreviewAnswer>;
  suggestions(hub: HubId): Promise<readonly Suggestion[]>;
}

export interface Incidents {
  /** @param within which hubs are asked for; all unless set */
  page(query: IncidentQuery, within?: (hub: string) => boolean): IncidentPage;
  /** @throws HubscopeError `unknown_incident` */
  detail(id: string): Promise<IncidentDetail>;
  /** @throws HubscopeError `unknown_incident` */
  note(id: string, by: string | null, text: string): Promise<Incident>;
}

export interface Silences {
  list(): readonly Silence[];
  /** @throws HubscopeError where its times make no sense */
  create(asked: NewSilence): Promise<Silence>;
  /** @throws HubscopeError `unknown_silence` */
  end(id: string): Promise<Silence>;
}

export interface DoctorPort {
  report(): DoctorAnswer;
}

/** How hubs are, in detail. */
export interface HubHealth {
  /** Null where the hub was never seen. */
  detail(hub: HubId): HealthDetail | null;
  /** Null where the hub was never seen. */
  uptime(hub: HubId, from: Second, to: Second): UptimeAnswer | null;
}

export interface Health {
  /** Whether all doors are open and nothing is stopping. */
  ready(): boolean;
}

/** One metric of the server itself, in Prometheus' terms. */
export interface Metric {
  /** Begins with `hubscope_`; a counter ends with `_total`. */
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

export interface Metrics {
  collect(): readonly Metric[];
}

/** Which web pages may use the API. */
export interface OriginPolicy {
  /**
   * @param origin the request's `Origin` header
   * @param host its `Host` header, to recognise a page of this very server
   */
  allows(origin: string, host: string | undefined): boolean;
}

/** Viewers by server-sent events. */
export interface Events {
  /** Takes in a viewer and answers it for as long as it stays. @throws HubscopeError where there is no room */
  open(
    response: ServerResponse,
    asked: {
      readonly form: 'live' | 'plain';
      readonly grant: Grant;
      /** Null: the busiest. */
      readonly hub: HubId | null;
      readonly lastEventId: string | null;
      /** Of the answer, beside those of a stream. */
      readonly headers: Readonly<Record<string, string>>;
    },
  ): void;
  /**
   * What a viewer of the live form missed, as texts of its messages, and what it hands in as `after` the next time.
   * @throws HubscopeError where there is no room
   */
  poll(asked: {
    readonly grant: Grant;
    /** Null: the busiest. */
    readonly hub: HubId | null;
    readonly after: string | null;
  }): { readonly after: string; readonly messages: readonly string[] };
}

/** All that the API asks of the rest of the server. */
export interface ApiPorts {
  readonly clock: Clock;
  readonly table: SignalTable;
  readonly version: string;
  readonly origins: OriginPolicy;
  readonly access: AccessPort;
  readonly hubs: Hubs;
  readonly history: History;
  readonly archive: Archive;
  readonly markers: Markers;
  readonly impacts: Impacts;
  readonly switches: HubSwitches;
  readonly alerts: Alerts;
  readonly rules: Rules;
  readonly incidents: Incidents;
  readonly silences: Silences;
  readonly hubHealth: HubHealth;
  readonly doctor: DoctorPort;
  readonly telemetry: Telemetry;
  readonly events: Events;
  readonly channels: Channels;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: FaultLog;
}
