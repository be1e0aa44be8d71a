import { selfHub } from '@hubscope/core/signal';
import type { ProcessStatus, Status } from '@hubscope/core/window';
import type { DoorReport, Finding, TargetReport } from '@hubscope/core/wire';
import { allUnmapped, clockTodo, dropAdvice, refusalAdvice } from './advice.js';
import type { ClockFacts } from './clocks.js';
import { ofForwards, type ForwardFacts } from './forwarding.js';
import { collectorsAt, ofSchedules, type Collectors } from './schedules.js';
import { seconds } from './seconds.js';

/** A hub as the doctor sees it. */
export interface HubFacts {
  readonly status: Status;
  readonly processes: readonly ProcessStatus[];
  readonly clocks: ClockFacts;
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
  /** Where telemetry is sent on to. */
  readonly forwards: readonly ForwardFacts[];
  readonly hubs: readonly HubFacts[];
  /** What was dropped of hubs that nothing was ever counted of. */
  readonly unheard: ReadonlyMap<string, HubFacts['dropped']>;
  /** Drops that belong to no hub. */
  readonly dropped: Readonly<Record<string, number>>;
}

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

function* ofClocks({ status, processes, dropped, clocks }: HubFacts): Generator<Finding> {
  const subject: string = status.hub;
  // Where a clock is so wrong that telemetry is lost, that says it.
  if (clocks.aheadMs !== null && dropped['future'] === undefined) {
    yield {
      code: 'future',
      severity: 'warning',
      subject,
      what: `Its clock is ahead of this machine’s, by ${seconds(clocks.aheadMs)} at least.`,
      todo: clockTodo.ahead,
    };
  }
  if (clocks.behind.size > 0 && dropped['too_old'] === undefined) {
    const late = processes.filter(({ instance }) => clocks.behind.has(instance));
    const hosts = [...new Set(late.flatMap(({ host }) => host ?? []))].slice(0, 5);
    const where = hosts.length === 0 ? '' : ` (on ${hosts.join(', ')})`;
    const most = seconds(Math.max(...clocks.behind.values()));
    yield {
      code: 'too_old',
      severity: 'warning',
      subject,
      what: `What comes from ${String(late.length)} of its ${String(processes.length)} processes${where} is about ${most} old when it arrives, however often it does: so it is where a clock is behind, not where telemetry is batched.`,
      todo: clockTodo.behind,
    };
  }
}

/** @param hub null for what belongs to none */
function* ofDrops(hub: string | null, dropped: HubFacts['dropped']): Generator<Finding> {
  for (const [reason, count] of Object.entries(dropped)) {
    const advice = dropAdvice(reason, hub !== null);
    if (advice === null) continue;
    const much = reason === 'refused' ? 'refused in the last 5 minutes' : 'not counted';
    yield {
      code: reason,
      subject: hub ?? 'no hub',
      severity: advice.severity,
      what: `${String(count)} ${much}: ${advice.what}`,
      todo: advice.todo,
    };
  }
}

function* ofUnheard(hub: string, dropped: HubFacts['dropped']): Generator<Finding> {
  for (const finding of ofDrops(hub, dropped)) {
    if (finding.code !== 'unmapped') yield finding;
    else {
      const { severity, what, todo } = allUnmapped;
      const count = String(dropped['unmapped']);
      yield { ...finding, severity, what: `${count} not counted: ${what}`, todo };
    }
  }
}

function* ofHub(facts: HubFacts, now: number, collectors: Collectors): Generator<Finding> {
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
  yield* ofClocks(facts);
  yield* ofSchedules(subject, facts.processes, collectors);
  yield* ofDrops(subject, dropped);
}

const order = { error: 0, warning: 1, info: 2 } as const;

/** What is wrong, the worst first. */
export function findingsOf(facts: Facts): Finding[] {
  const collectors = collectorsAt(facts.doors);
  const found = [...ofDoors(facts), ...ofTargets(facts), ...ofForwards(facts.forwards)];
  for (const hub of facts.hubs) {
    if (hub.status.hub !== selfHub) found.push(...ofHub(hub, facts.now, collectors));
  }
  for (const [hub, dropped] of facts.unheard) {
    if (hub !== selfHub) found.push(...ofUnheard(hub, dropped));
  }
  found.push(...ofDrops(null, facts.dropped));
  return found.sort((a, b) => order[a.severity] - order[b.severity]);
}
