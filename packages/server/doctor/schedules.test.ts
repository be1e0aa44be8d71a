import { beforeEach, describe, expect, it } from 'vitest';
import { DoorLog } from './door-log.js';
import { collector, Scene, sdk } from './testing/scene.js';

let scene: Scene;

beforeEach(() => {
  scene = new Scene();
});

describe('what the doctor says of a schedule', () => {
  it('that is short: nothing', () => {
    scene.play({ everyMs: 200 });
    expect(scene.codes()).toEqual([]);
  });

  it('of spans that an SDK holds back as it does unasked', () => {
    scene.play({ everyMs: 5000 });
    expect(scene.found('long_span_interval')).toMatchObject({ subject: 'shop', severity: 'warning' });
    expect(scene.found('long_span_interval')?.what).toContain('each 5 s');
    expect(scene.found('long_span_interval')?.todo).toContain('OTEL_BSP_SCHEDULE_DELAY=200');
    expect(scene.found('collector_batches')).toBeNull();
  });

  it('of spans that a Collector in between batches for 10 s', () => {
    scene.play({ everyMs: 10_000, agent: collector });
    expect(scene.found('collector_batches')?.what).toContain('each 10 s');
    expect(scene.found('collector_batches')?.todo).toContain('timeout: 200ms');
    expect(scene.found('long_span_interval')).toBeNull();
  });

  it.each([
    ['Grafana Alloy', 'Grafana Alloy/v1.9.0 (linux/amd64)'],
    ['a Collector over gRPC', 'OpenTelemetry Collector Contrib/0.153.0 (linux/amd64) grpc-go/1.75.0'],
    ['a Collector that was built without a name', '/ (linux/amd64)'],
    ['one of another system', 'Acme Agent/2.1 (windows/arm64)'],
  ])('of spans that come through %s', (_, agent) => {
    scene.play({ everyMs: 10_000, agent });
    expect(scene.found('collector_batches')?.todo).toContain('timeout: 200ms');
    expect(scene.found('collector_batches')?.todo).toContain('otelcol.processor.batch');
    expect(scene.found('long_span_interval')).toBeNull();
  });

  it.each([
    'OTel-OTLP-Exporter-Python/1.45.2 grpc-python/1.76 (linux; chttp2)',
    'OTel OTLP Exporter Go/1.47.0 grpc-go/1.80.0',
    'my-collector/1.2 OTel-OTLP-Exporter-JavaScript/0.223.0',
    'OTel-OTLP-Exporter-Swift/1.0 (macOS; 15.1)',
  ])('of spans that an SDK sends: nothing of a Collector: %s', (agent) => {
    scene.play({ everyMs: 5000, agent });
    expect(scene.found('long_span_interval')?.todo).toBe(
      'Set OTEL_BSP_SCHEDULE_DELAY=200 (ms) in its processes.',
    );
  });

  it.each(['', 'node', 'Fluent-Bit', 'okhttp/4.12'])(
    'of spans from who does not say what it is: what helps in either case: %j',
    (agent) => {
      scene.play({ everyMs: 10_000, agent });
      expect(scene.found('collector_batches')).toBeNull();
      expect(scene.found('long_span_interval')?.todo).toMatch(/^Set OTEL_BSP_SCHEDULE_DELAY=200.*Collector/);
      expect(scene.found('long_span_interval')?.todo).toContain('timeout: 200ms');
    },
  );

  it('of a hub that sends by itself, while a Collector sends too: nothing of that one but that it may be', () => {
    scene.door.arrived({ address: '10.0.0.9', agent: collector, refusal: null });
    scene.play({ everyMs: 5000 });
    scene.door.arrived({ address: '10.0.0.9', agent: collector, refusal: null });
    expect(scene.found('collector_batches')).toBeNull();
    expect(scene.found('long_span_interval')?.todo).toMatch(/^Set OTEL_BSP_SCHEDULE_DELAY=200.*may be/);
  });

  it('of a hub that sends by itself, while a Collector brings metrics to another door: nothing of that one', () => {
    const write = new DoorLog('Prometheus remote write', scene.clock);
    scene = new Scene({ doors: [write] });
    scene.play({ everyMs: 5000 });
    write.arrived({ address: '10.0.0.9', agent: collector, refusal: null });
    expect(scene.found('long_span_interval')?.todo).toBe(
      'Set OTEL_BSP_SCHEDULE_DELAY=200 (ms) in its processes.',
    );
  });

  it('of what comes through a Collector, whatever else was refused', () => {
    scene.play({ everyMs: 10_000, agent: collector });
    scene.door.arrived({ address: '10.0.0.8', agent: sdk, refusal: 'unauthorized' });
    expect(scene.found('collector_batches')).not.toBeNull();
  });

  it('of metrics that come once a minute', () => {
    scene.play({ everyMs: 60_000, kind: 'metrics' });
    expect(scene.found('long_metric_interval')?.what).toContain('each 60 s');
    expect(scene.found('long_metric_interval')?.todo).toContain('OTEL_METRIC_EXPORT_INTERVAL=1000');
  });
});
