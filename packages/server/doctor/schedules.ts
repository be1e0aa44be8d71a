import type { ProcessStatus } from '@hubscope/core/window';
import type { DoorReport, Finding } from '@hubscope/core/wire';
import { behindMs } from './clocks.js';
import { seconds } from './seconds.js';

/** An interval longer than this makes the screen lag, ms. */
const longIntervalMs = 2500;
/** A usual delay longer than this is none of an exporter's that is set to be quick, ms. */
const batchingMs = 4000;

/** Which of those that send OTLP are Collectors. */
export type Collectors = 'none' | 'some' | 'all';

/** A door knows who calls, not of which hub: only where all are Collectors does each hub come through one. */
export function collectorsAt(doors: readonly DoorReport[]): Collectors {
  // Spans come by no other door.
  const otlp = doors.filter(({ door }) => door.startsWith('OTLP'));
  const taken = otlp.flatMap(({ senders }) => senders).filter((sender) => sender.requests > sender.refused);
  const collectors = taken.filter(({ agent }) => /collector|otelcol/i.test(agent));
  if (collectors.length === 0) return 'none';
  // A report names those that send most.
  const allNamed = otlp.every(({ requests, senders }) => {
    return senders.reduce((sum, sender) => sum + sender.requests, 0) >= requests;
  });
  return allNamed && collectors.length === taken.length ? 'all' : 'some';
}

const inProcesses = 'Set OTEL_BSP_SCHEDULE_DELAY=200 (ms) in its processes.';
const inCollector = 'processors: { batch: { timeout: 200ms } }';

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
      todo: `In its configuration: ${inCollector}.`,
    };
  } else if (spans > longIntervalMs || delay > batchingMs) {
    yield {
      code: 'long_span_interval',
      severity: 'warning',
      subject,
      what: `Spans arrive each ${seconds(spans)}${after('they ended')}: the screen is as far behind.`,
      todo:
        collectors === 'some'
          ? `${inProcesses} Collectors send here too: where it comes through one, that may be what holds them back. In its configuration: ${inCollector}.`
          : inProcesses,
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
