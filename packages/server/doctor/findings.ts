import { selfHub } from '@hubscope/core/signal';
import type { ProcessStatus, Status } from '@hubscope/core/window';
import type { DoorReport, Finding, TargetReport } from '@hubscope/core/wire';
import { dropAdvice, refusalAdvice } from './advice.js';

/** A hub as the doctor sees it. */
export interface HubFacts {
  readonly status: Status;
  readonly processes: readonly ProcessStatus[];
  /** In the last minutes, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
}

/** All that findings are made from. */
export interface Facts {
  readonly now: number;
  readonly endpoint: string;
  readonly doors: readonly DoorReport[];
  readonly targets: readonly TargetReport[];
  /** Faults of the lists of targets. */
  readonly targetFaults: readonly string[];
  readonly hubs: readonly HubFacts[];
  /** Drops that belong to no hub. */
  readonly dropped: Readonly<Record<string, number>>;
}

/** An interval longer than this makes the screen lag, ms. */
const longIntervalMs = 2500;
/** A usual delay this much over the interval is none of the exporter's own, ms. */
const batchingMs = 4000;

const seconds = (ms: number): string => `${String(Math.round(ms / 100) / 10)} s`;

function* ofDoors({ doors, hubs, targets, endpoint }: Facts): Generator<Finding> {
  const others = hubs.filter(({ status }) => status.hub !== selfHub);
  const refusals = (refused: DoorReport['refused']): number =>
    Object.values(refused).reduce((sum, count) => sum + count, 0);
  const quiet = doors.every(({ requests, refused }) => requests === refusals(refused));
  if (quiet && others.length === 0 && targets.length === 0) {
    yield {
      code: 'nothing_arrived',
      severity: 'error',
      subject: 'all doors',
      what: 'Nothing that could be taken in has arrived at any door in the last 5 minutes.',
      todo: `Start your hub with OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint} OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf. In a container, localhost is the container itself: name the host.`,
    };
  }
  for (const { door, refused, senders } of doors) {
    const from = senders.filter((sender) => sender.refused > 0).map(({ address }) => address);
    for (const [code, count] of Object.entries(refused)) {
      const who = from.length === 0 ? '' : ` from ${[...new Set(from)].slice(0, 5).join(', ')}`;
      const { what, todo, severity } = refusalAdvice(code);
      yield { code, severity, subject: door, what: `${String(count)} refused${who}: ${what}`, todo };
    }
  }
}

function* ofTargets({ targets, targetFaults }: Facts): Generator<Finding> {
  for (const { url, up, error } of targets) {
    if (up !== 0) continue;
    yield {
      code: 'target_down',
      severity: 'error',
      subject: url,
      what: `The page of metrics can't be read: ${error ?? 'unknown'}.`,
      todo: `Open it from this machine: curl ${url}. The address stands in scrape: of the configuration, or in its file of targets.`,
    };
  }
  for (const fault of targetFaults) {
    const todo = 'Mend the file or the address; the targets before stay as long.';
    yield { code: 'bad_targets', severity: 'error', subject: 'scrape', what: fault, todo };
  }
}

function isHash(instance: string): boolean {
  return /^[0-9a-f]{16}$/.test(instance);
}

function* ofAttributes({ status, processes }: HubFacts): Generator<Finding> {
  const subject: string = status.hub;
  if (subject === 'default' || subject.startsWith('unknown_service')) {
    yield {
      code: 'no_service_name',
      severity: 'warning',
      subject,
      what: 'Its telemetry does not say which hub it is of.',
      todo: 'Set OTEL_SERVICE_NAME=my-hub (Prometheus: the label hub or job; StatsD: the tag hub or service).',
    };
  }
  const nameless = processes.filter(({ instance }) => isHash(instance)).length;
  if (nameless > 0) {
    yield {
      code: 'no_instance_id',
      severity: 'info',
      subject,
      what: `${String(nameless)} of its processes carry no service.instance.id: two that are alike count as one.`,
      todo: 'Set OTEL_RESOURCE_ATTRIBUTES=service.instance.id=$HOSTNAME-$$ in each process.',
    };
  }
}

function* ofSchedules({ status, processes }: HubFacts, collectors: boolean): Generator<Finding> {
  const subject: string = status.hub;
  const slowest = (kind: 'spans' | 'metrics'): number =>
    Math.max(0, ...processes.map((process) => process[kind]?.intervalMs ?? 0));
  const spans = slowest('spans');
  const metrics = slowest('metrics');
  const delay = Math.max(0, ...processes.map(({ spans: each }) => each?.delayMs ?? 0));
  if (collectors && Math.max(spans, delay) > longIntervalMs) {
    yield {
      code: 'collector_batches',
      severity: 'warning',
      subject,
      what: `A Collector in between holds telemetry back: it arrives each ${seconds(spans)}, ${seconds(delay)} after it happened.`,
      todo: 'In its configuration: processors: { batch: { timeout: 200ms } }.',
    };
  } else if (spans > longIntervalMs || delay > batchingMs) {
    yield {
      code: 'long_span_interval',
      severity: 'warning',
      subject,
      what: `Spans arrive each ${seconds(spans)}, ${seconds(delay)} after they ended: the screen is as far behind.`,
      todo: 'Set OTEL_BSP_SCHEDULE_DELAY=200 (ms) in its processes.',
    };
  }
  if (metrics > longIntervalMs) {
    yield {
      code: 'long_metric_interval',
      severity: 'warning',
      subject,
      what: `Metrics arrive each ${seconds(metrics)}, and are spread over that time.`,
      todo: 'Set OTEL_METRIC_EXPORT_INTERVAL=1000 (ms). For Prometheus: scrape_interval: 1s, and batch_send_deadline: 1s in queue_config.',
    };
  }
}

function* ofHub(facts: HubFacts, now: number, collectors: boolean): Generator<Finding> {
  const { status, dropped } = facts;
  const subject: string = status.hub;
  if (status.silent) {
    const ago = status.heardAt === null ? '' : `, for ${seconds(now - status.heardAt)}`;
    yield {
      code: 'silent',
      severity: 'error',
      subject,
      what: `It has stopped reporting${ago}.`,
      todo: 'See whether its process runs, and whether its exporter logs errors.',
    };
  }
  if (status.operationsFrom === null && !status.silent) {
    yield {
      code: 'no_operations',
      severity: 'warning',
      subject,
      what: 'It sends metrics, but nothing that tells of operations: throughput and latency stay unknown.',
      todo: 'Send spans too (OTEL_TRACES_EXPORTER=otlp), or name the histogram of its durations under operations: in the configuration.',
    };
  }
  yield* ofAttributes(facts);
  yield* ofSchedules(facts, collectors);
  for (const [reason, count] of Object.entries(dropped)) {
    const advice = dropAdvice(reason);
    if (advice === null) continue;
    yield {
      code: reason,
      subject,
      severity: advice.severity,
      what: `${String(count)} not counted: ${advice.what}`,
      todo: advice.todo,
    };
  }
}

const order = { error: 0, warning: 1, info: 2 } as const;

/** What is wrong, the worst first. */
export function findingsOf(facts: Facts): Finding[] {
  const agents = facts.doors.flatMap(({ senders }) => senders.map(({ agent }) => agent));
  const collectors = agents.some((agent) => /collector|otelcol/i.test(agent));
  const found = [...ofDoors(facts), ...ofTargets(facts)];
  for (const hub of facts.hubs) {
    if (hub.status.hub !== selfHub) found.push(...ofHub(hub, facts.now, collectors));
  }
  for (const [reason, count] of Object.entries(facts.dropped)) {
    const advice = dropAdvice(reason);
    if (advice === null) continue;
    found.push({
      code: reason,
      subject: 'no hub',
      severity: advice.severity,
      what: `${String(count)} not counted: ${advice.what}`,
      todo: advice.todo,
    });
  }
  return found.sort((a, b) => order[a.severity] - order[b.severity]);
}
