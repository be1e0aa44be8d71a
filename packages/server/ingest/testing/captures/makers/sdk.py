"""Spans and metrics by the OpenTelemetry SDK for Python. Usage: sdk.py grpc|http; the endpoint as usual in the environment."""
import sys, time
if sys.argv[1] == "grpc":
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
    from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
else:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.trace import SpanKind, StatusCode
resource = Resource.create({"service.name": "python", "service.instance.id": "1"})
tracers = TracerProvider(resource=resource)
tracers.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
meters = MeterProvider(resource=resource, metric_readers=[PeriodicExportingMetricReader(OTLPMetricExporter(), export_interval_millis=3600000)])
tracer, meter = tracers.get_tracer("captures"), meters.get_meter("captures")
first, depth = meter.create_histogram("gen_ai.client.operation.time_to_first_chunk", "s"), meter.create_up_down_counter("queue.depth")
for n in range(4):
    with tracer.start_as_current_span("ask", kind=SpanKind.SERVER) as root:
        with tracer.start_as_current_span("chat tiny", kind=SpanKind.CLIENT, attributes={"gen_ai.operation.name": "chat", "gen_ai.request.model": "tiny", "gen_ai.usage.input_tokens": 12, "gen_ai.usage.output_tokens": 5}):
            time.sleep(0.02)
        if n == 3: root.set_status(StatusCode.ERROR, "broken")
    first.record(0.025); depth.add(1)
tracers.force_flush(); meters.force_flush(); time.sleep(1)
first.record(0.05); depth.add(3)
meters.shutdown(); tracers.shutdown()
