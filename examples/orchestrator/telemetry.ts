import { randomUUID } from 'node:crypto';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { HostMetrics } from '@opentelemetry/host-metrics';
import { defaultResource, detectResources, envDetector, hostDetector } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { turnedAway, WatchedExporter, type Undelivered } from './delivery.js';

/** The stock SDK, told everything by its own environment variables. */
function resource(): ReturnType<typeof defaultResource> {
  return defaultResource().merge(detectResources({ detectors: [envDetector, hostDetector] }));
}

/** What the environment leaves open: short delays, and room for every span of a busy second. */
export function environmentDefaults(
  closedLoad: boolean,
  cores: number,
  version: string,
): Record<string, string> {
  const attributes = [
    `service.version=${version}`,
    `service.instance.id=${randomUUID()}`,
    ...(closedLoad ? ['hub.load=closed'] : []),
    `container.cpu.limit=${String(cores)}`,
    // Last, so that what the user says of a key is what counts.
    process.env['OTEL_RESOURCE_ATTRIBUTES'],
  ];
  return {
    OTEL_SERVICE_NAME: 'research-hub',
    OTEL_BSP_SCHEDULE_DELAY: '200',
    OTEL_BSP_MAX_QUEUE_SIZE: '16384',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2048',
    OTEL_METRIC_EXPORT_INTERVAL: '1000',
    ...Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    OTEL_RESOURCE_ATTRIBUTES: attributes.filter(Boolean).join(','),
  };
}

const silent = (): void => undefined;

/**
 * Traces of one thread. Each thread has an exporter of its own.
 * @param undelivered counts the spans that are lost
 * @param say receives a line when telemetry ceases to arrive, and one when it does again
 */
export function startTraces(
  undelivered: Undelivered,
  say: (line: string) => void = silent,
): NodeTracerProvider {
  const warn = (message: string): void => {
    undelivered.add(turnedAway(message) ?? 0);
  };
  // The SDK would repeat itself with each batch; what matters of it is counted, and said once.
  diag.setLogger(
    { error: silent, warn, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const exporter = new WatchedExporter(new OTLPTraceExporter(), undelivered, say);
  const provider = new NodeTracerProvider({
    resource: resource(),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register();
  return provider;
}

/** Metrics of the process, from its main thread alone. */
export function startMetrics(): MeterProvider {
  const interval = Number(process.env['OTEL_METRIC_EXPORT_INTERVAL'] ?? 1000);
  const provider = new MeterProvider({
    resource: resource(),
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter(),
        exportIntervalMillis: interval,
        exportTimeoutMillis: interval,
      }),
    ],
  });
  new HostMetrics({
    meterProvider: provider,
    metricGroups: ['process.cpu', 'process.memory', 'system.cpu'],
  }).start();
  return provider;
}
