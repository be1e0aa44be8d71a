import {
  JsonLogsSerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { AggregationType, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { StatsD } from 'hot-shots';
import { Counter, Gauge, Histogram, Registry, type RegistryContentType } from 'prom-client';
import { writeV1, writeV2, type SeriesLike } from '../../prometheus/testing/messages.js';

/** When what stock clients write here was measured. */
export const timeMs = 1_764_000_000_000;
const resource = resourceFromAttributes({
  'service.name': 'shop',
  'service.instance.id': 'one',
  'process.command_args': ['node', 'app.js'],
});

const bytes = (made: Uint8Array | undefined): Buffer => Buffer.from(made ?? []);

class AskedReader extends MetricReader {
  constructor() {
    super({
      aggregationSelector: () => ({ type: AggregationType.DEFAULT }),
    });
  }
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

/** Requests of spans, by the stock SDK for Node. */
export async function traces(): Promise<{ protobuf: Buffer; json: Buffer }> {
  const memory = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor(memory)] });
  const tracer = provider.getTracer('fuzz', '1.0');
  for (const [index, operation] of ['invoke_agent', 'chat', 'execute_tool'].entries()) {
    const attributes = {
      'gen_ai.operation.name': operation,
      'gen_ai.agent.name': 'planner',
      'gen_ai.request.model': 'small',
      'gen_ai.usage.input_tokens': 120 + index,
      'gen_ai.input.messages': '[{"role":"user","content":"hello"}]',
      flags: [true, false],
      share: 0.5,
    };
    const span = tracer.startSpan(`${operation} planner`, { startTime: timeMs - 50, attributes });
    span.addEvent('token', { index }, timeMs - 20);
    span.end(timeMs);
  }
  await provider.forceFlush();
  const spans = memory.getFinishedSpans();
  return {
    protobuf: bytes(ProtobufTraceSerializer.serializeRequest(spans)),
    json: bytes(JsonTraceSerializer.serializeRequest(spans)),
  };
}

/** Requests of metrics, by the same. */
export async function metrics(): Promise<{ protobuf: Buffer; json: Buffer }> {
  const reader = new AskedReader();
  const provider = new MeterProvider({ resource, readers: [reader] });
  const meter = provider.getMeter('fuzz');
  meter.createGauge('process.memory.usage', { unit: 'By' }).record(48e6);
  meter.createCounter('process.cpu.time', { unit: 's' }).add(12.5, { 'cpu.mode': 'user' });
  const durations = meter.createHistogram('http.server.request.duration', { unit: 's' });
  for (const value of [0.01, 0.2, 3]) durations.record(value, { 'http.route': '/a' });
  const { resourceMetrics } = await reader.collect();
  await provider.shutdown();
  return {
    protobuf: bytes(ProtobufMetricsSerializer.serializeRequest(resourceMetrics)),
    json: bytes(JsonMetricsSerializer.serializeRequest(resourceMetrics)),
  };
}

/** Requests of log records, by the same. */
export async function logs(): Promise<{ protobuf: Buffer; json: Buffer }> {
  const memory = new InMemoryLogRecordExporter();
  const processors = [new SimpleLogRecordProcessor({ exporter: memory })];
  const provider = new LoggerProvider({ resource, processors });
  const attributes = { 'service.version': '7' };
  provider
    .getLogger('fuzz')
    .emit({ eventName: 'deployment', body: 'release 7', timestamp: timeMs, attributes });
  await provider.forceFlush();
  const records = memory.getFinishedLogRecords();
  return {
    protobuf: bytes(ProtobufLogsSerializer.serializeRequest(records)),
    json: bytes(JsonLogsSerializer.serializeRequest(records)),
  };
}

/** Remote write's messages, unpacked: one of all series, and others of some, so that not always the same one stands behind another. */
export function remoteWrites(): { v1: Buffer[]; v2: Buffer[] } {
  const labels = { __name__: 'process_resident_memory_bytes', instance: 'a:9090', job: 'shop' };
  const native = {
    count_int: 6,
    sum: 1.5,
    schema: 3,
    zero_count_int: 1,
    positive_spans: [{ offset: -2, length: 2 }],
    positive_deltas: [3, -1],
    timestamp: timeMs,
  };
  const custom = {
    count_float: 6.5,
    sum: 1.5,
    schema: -53,
    positive_spans: [
      { offset: 0, length: 1 },
      { offset: 1, length: 1 },
    ],
    positive_counts: [4.5, 2],
    custom_values: [0.1, 0.2],
    timestamp: timeMs,
    start_timestamp: timeMs - 7000,
  };
  const series: SeriesLike[] = [
    { labels, samples: [{ value: 5e7, timestamp: timeMs }] },
    { labels: { ...labels, zone: 'b' }, samples: [{ value: 3e7, timestamp: timeMs }] },
    {
      labels: { ...labels, __name__: 'process_cpu_seconds_total' },
      samples: [
        // No time at all.
        { value: 3.25, timestamp: timeMs - 1000, start_timestamp: -1 },
        { value: 3.5, timestamp: timeMs, start_timestamp: timeMs - 9000 },
      ],
      created: timeMs - 5000,
    },
    { labels: { ...labels, __name__: 'http_server_request_duration_seconds' }, histograms: [native, custom] },
  ];
  const metadata = [{ type: 1, metric_family_name: 'process_cpu_seconds_total', help: 'CPU' }];
  const messages = [series, [...series].reverse(), series.slice(1), series.toSpliced(1, 1).reverse()];
  return {
    v1: messages.map((each) => bytes(writeV1(each, metadata))),
    v2: messages.map((each) => bytes(writeV2(each))),
  };
}

/** Pages of metrics, by the stock client for Node. */
export async function pages(): Promise<{ text: Buffer; open: Buffer }> {
  const page = async (contentType: RegistryContentType): Promise<Buffer> => {
    const register = new Registry<RegistryContentType>();
    register.setContentType(contentType);
    const registers = [register];
    new Gauge({ name: 'queue_depth', help: 'Of "main"\n', labelNames: ['queue'], registers }).set(
      { queue: 'a"\\' },
      3,
    );
    new Counter({ name: 'jobs_total', help: 'Jobs', registers }).inc(7);
    const histogram = new Histogram({ name: 'job_seconds', help: 'Durations', buckets: [0.1, 1], registers });
    histogram.observe(0.3);
    return Buffer.from(await register.metrics());
  };
  return {
    text: await page(Registry.PROMETHEUS_CONTENT_TYPE),
    open: await page(Registry.OPENMETRICS_CONTENT_TYPE),
  };
}

/** Packets, by a stock DogStatsD client. */
export function packets(): Buffer[] {
  const client = new StatsD({ mock: true, globalTags: { service: 'shop', host: 'a' } });
  client.increment('jobs', 3, 0.5, ['queue:main']);
  client.gauge('queue_depth', 12);
  client.gaugeDelta('queue_depth', -2);
  client.timing('http.server.request.duration', 35);
  client.distribution('gen_ai.server.time_to_first_token', 0.2);
  client.set('users', 'somebody');
  client.check('up', 0);
  const lines = client.mockBuffer ?? [];
  return [Buffer.from(lines.join('\n')), ...lines.map((line) => Buffer.from(line))];
}
