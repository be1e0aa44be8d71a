import type { ProcessStatus } from '@hubscope/core/window';
import type { DoorReport, Finding } from '@hubscope/core/wire';
import { behindMs } from './clocks.js';
import { seconds } from './seconds.js';

/** An interval longer than this makes the screen lag, ms. */
const longIntervalMs = 2500;
/** A usual delay longer than this is none of an exporter's that is set to be quick, ms. */
const batchingMs = 4000;

/** What a sender of OTLP is, as far as its `User-Agent` says. */
type SenderKind = 'sdk' | 'collector' | 'unknown';

/**
 * An SDK calls itself `OTel-OTLP-Exporter-…`; a Collector by the name that whoever built it gave it, if any, and behind it, as nobody else does, the
 * system as Go names it: `/ (linux/amd64)` where it has no name. Source: opentelemetry.io/docs/specs/otel/protocol/exporter, "User Agent";
 * the captures of a Collector and of Alloy.
 */
function kindOf(agent: string): SenderKind {
  if (/otel[- ]otlp[- ]exporter/i.test(agent)) return 'sdk';
  return /collector|otelcol|alloy|\([a-z0-9]+\/[a-z0-9]+\)/i.test(agent) ? 'collector' : 'unknown';
}

/** Which of those that send OTLP are Collectors; `perhaps` where none is known to be one, and of some it is not known what they are. */
export type Collectors = 'none' | 'perhaps' | 'some' | 'all';

/** A door knows who calls, not of which hub: only where all are Collectors does each hub come through one. */
export function collectorsAt(doors: readonly DoorReport[]): Collectors {
  // Spans come by no other door.
  const otlp = doors.filter(({ door }) => door.startsWith('OTLP'));
  const taken = otlp.flatMap(({ senders }) => senders).filter((sender) => sender.requests > sender.refused);
  const kinds = taken.map(({ agent }) => kindOf(agent));
  if (!kinds.includes('collector')) return kinds.includes('unknown') ? 'perhaps' : 'none';
  // A report names those that send most.
  const allNamed = otlp.every(({ requests, senders }) => {
    return senders.reduce((sum, sender) => sum + sender.requests, 0) >= requests;
  });
  return allNamed && kinds.every((kind) => kind === 'collector') ? 'all' : 'some';
}

const inCollector =
  'In its configuration: processors: { batch: { timeout: 200ms } } (Alloy: timeout = "200ms" in otelcol.processor.batch).';
const inProcesses = 'Set OTEL_BSP_SCHEDULE_DELAY=200 (ms) in its processes.';

/** What to do about spans that are held back, where it is not known that a Collector does it. */
const spansTodo: Readonly<Record<Exclude<Collectors, 'all'>, string>> = {
  none: inProcesses,
  perhaps: `${inProcesses} What sends does not say what it is: where that is a Collector, it may be what holds them back. ${inCollector}`,
  some: `${inProcesses} Collectors send here too: where it comes through one, that may be what holds them back. ${inCollector}`,
};

/** What is held back on its way. Of a clock that seems to be behind no delay is told: it is none. */
export function* ofSchedules(
  subject: string,
  processes: readonly ProcessStatus[],
  collectors: Collectors,
): Generator<Finding> {
  const slowest = (kind: 'spans' | 'metrics'): number =>
    Math.max(0, ...processes.map((process) => process[kind]?.intervalMs ?? 0));
  const spans = slowest('spans');
  const metrics = slowest('metrics');
  const delays = processes.flatMap((process) => {
    const delay = process.spans?.delayMs ?? null;
    return delay === null || behindMs(process) !== null ? [] : [delay];
  });
  const delay = Math.max(0, ...delays);
  const after = (what: string): string => (delays.length === 0 ? '' : `, ${seconds(delay)} after ${what}`);
  if (collectors === 'all' && Math.max(spans, delay) > longIntervalMs) {
    yield {
      code: 'collector_batches',
      severity: 'warning',
      subject,
      what: `A Collector in between holds telemetry back: it arrives each ${seconds(spans)}${after('it happened')}.`,
      todo: inCollector,
    };
  } else if (spans > longIntervalMs || delay > batchingMs) {
    yield {
      code: 'long_span_interval',
      severity: 'warning',
      subject,
      what: `Spans arrive each ${seconds(spans)}${after('they ended')}: the screen is as far behind.`,
      todo: collectors === 'all' ? inCollector : spansTodo[collectors],
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
