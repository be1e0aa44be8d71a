/*
 * A hub with a known load: it sends spans and metrics with the stock OpenTelemetry SDK, and writes down what it sent. When the load
 * is over it goes on reporting what it is (nothing ends any more) until its standard input closes.
 */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { context, SpanStatusCode, trace, type HrTime, type Tracer } from '@opentelemetry/api';
import { OTLPMetricExporter as JsonMetrics } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtoMetrics } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as JsonTraces } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtoTraces } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { LedgerOperation, LedgerSample, LoadOrder } from './ledger.js';
import { logNormal, seeded } from './random.js';

const order = JSON.parse(process.argv[2] ?? '') as LoadOrder;
const batchDelayMs = 200;
const metricsEveryMs = 1000;
/** How often it looks which operations are due, ms. */
const everyMs = 20;
const sigma = 0.8;
/** What an operation really costs, CPU-ms: enough that the process's CPU is that of its load. */
const costMs = 1;

process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = order.otlp;
if (order.encoding === 'json') process.env['OTEL_EXPORTER_OTLP_COMPRESSION'] = 'gzip';

const operations: LedgerOperation[] = [];
const samples: LedgerSample[] = [];

/** One reading of this process for both instruments of a collection. */
function measure(): LedgerSample {
  const time = Date.now();
  const last = samples.at(-1);
  if (last !== undefined && time - last[0] < metricsEveryMs / 4) return last;
  const { user, system } = process.cpuUsage();
  const sample = [time, process.memoryUsage.rss(), (user + system) / 1e6] as const;
  samples.push(sample);
  return sample;
}

function hrTime(ms: number): HrTime {
  const whole = Math.floor(ms / 1000);
  return [whole, Math.round((ms - whole * 1000) * 1e6)];
}

const resource = resourceFromAttributes({
  'service.name': order.hub,
  'service.instance.id': `${order.hub}-1`,
  'service.version': '1.0.0',
});
const tracing = new NodeTracerProvider({
  resource,
  spanProcessors: [
    new BatchSpanProcessor(order.encoding === 'json' ? new JsonTraces() : new ProtoTraces(), {
      scheduledDelayMillis: batchDelayMs,
    }),
  ],
});
const metering = new MeterProvider({
  resource,
  readers: [
    new PeriodicExportingMetricReader({
      exporter: order.encoding === 'json' ? new JsonMetrics() : new ProtoMetrics(),
      exportIntervalMillis: metricsEveryMs,
      exportTimeoutMillis: metricsEveryMs,
    }),
  ],
});
const meter = metering.getMeter('load');
meter.createObservableUpDownCounter('process.memory.usage', { unit: 'By' }).addCallback((result) => {
  result.observe(measure()[1]);
});
meter.createObservableCounter('process.cpu.time', { unit: 's' }).addCallback((result) => {
  result.observe(measure()[2]);
});

const uniform = seeded(order.seed);

/** Works until an operation's share of CPU is used. */
function work(): void {
  const begun = process.cpuUsage();
  let digest = order.hub;
  for (let used = 0; used < costMs;) {
    digest = createHash('sha256').update(digest).digest('hex');
    const { user, system } = process.cpuUsage(begun);
    used = (user + system) / 1000;
  }
}

/** An operation that ends now, with a model's work inside it. */
function operate(tracer: Tracer): void {
  work();
  const end = Date.now();
  const ms = logNormal(uniform, order.medianMs, sigma);
  const failed = uniform() < order.errors;
  const [startTime, endTime] = [hrTime(end - ms), hrTime(end)];
  const agent = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'worker' };
  const root = tracer.startSpan('invoke_agent worker', { startTime, attributes: agent, root: true });
  const inside = trace.setSpan(context.active(), root);
  const model = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'known' };
  tracer.startSpan('chat known', { startTime, attributes: model }, inside).end(endTime);
  if (failed) root.setStatus({ code: SpanStatusCode.ERROR });
  root.end(endTime);
  const tookMs = (endTime[0] - startTime[0]) * 1e3 + (endTime[1] - startTime[1]) / 1e6;
  operations.push([endTime[0], tookMs, failed]);
}

async function load(): Promise<void> {
  const tracer = tracing.getTracer('load');
  const begun = performance.now();
  const total = order.rate * order.seconds;
  while (operations.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - begun) / 1000) * order.rate));
    while (operations.length < due) operate(tracer);
    await pause(everyMs);
  }
}

process.stdin.resume();
process.stdin.on('end', () => {
  void Promise.allSettled([tracing.shutdown(), metering.shutdown()]).then(() => process.exit(0));
});
process.stdout.write('begun\n');
await load();
process.stdout.write(`ledger ${JSON.stringify({ operations, samples })}\n`);
