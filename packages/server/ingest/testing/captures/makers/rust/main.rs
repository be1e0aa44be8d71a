//! Spans and metrics by the OpenTelemetry SDK for Rust. Usage: cargo run -- grpc|http; the endpoint as usual in the environment.
use opentelemetry::trace::{Span, SpanKind, Status, TraceContextExt, Tracer, TracerProvider};
use opentelemetry::{Context, KeyValue, metrics::MeterProvider};
use opentelemetry_otlp::{MetricExporter, SpanExporter};
use opentelemetry_sdk::{Resource, metrics::SdkMeterProvider, trace::SdkTracerProvider};
use std::{thread::sleep, time::Duration};

#[tokio::main]
async fn main() {
    let grpc = std::env::args().nth(1).as_deref() == Some("grpc");
    let (spans, metrics) = if grpc {
        (SpanExporter::builder().with_tonic().build(), MetricExporter::builder().with_tonic().build())
    } else {
        (SpanExporter::builder().with_http().build(), MetricExporter::builder().with_http().build())
    };
    let resource = Resource::builder_empty()
        .with_attributes([KeyValue::new("service.name", "rust"), KeyValue::new("service.instance.id", "1")])
        .build();
    let tracers = SdkTracerProvider::builder().with_resource(resource.clone()).with_batch_exporter(spans.unwrap()).build();
    let meters = SdkMeterProvider::builder().with_resource(resource).with_periodic_exporter(metrics.unwrap()).build();
    let tracer = tracers.tracer("captures");
    let meter = meters.meter("captures");
    let first = meter.f64_histogram("gen_ai.client.operation.time_to_first_chunk").with_unit("s").build();
    let depth = meter.i64_up_down_counter("queue.depth").build();
    for n in 0..4 {
        let root = tracer.span_builder("ask").with_kind(SpanKind::Server).start(&tracer);
        let asked = Context::current_with_span(root);
        let mut call = tracer
            .span_builder("chat tiny")
            .with_kind(SpanKind::Client)
            .with_attributes([
                KeyValue::new("gen_ai.operation.name", "chat"),
                KeyValue::new("gen_ai.request.model", "tiny"),
                KeyValue::new("gen_ai.usage.input_tokens", 12),
                KeyValue::new("gen_ai.usage.output_tokens", 5),
            ])
            .start_with_context(&tracer, &asked);
        sleep(Duration::from_millis(20));
        call.end();
        if n == 3 {
            asked.span().set_status(Status::error("broken"));
        }
        asked.span().end();
        first.record(0.025, &[]);
        depth.add(1, &[]);
    }
    tracers.force_flush().unwrap();
    meters.force_flush().unwrap();
    sleep(Duration::from_secs(1));
    first.record(0.05, &[]);
    depth.add(3, &[]);
    meters.shutdown().unwrap();
    tracers.shutdown().unwrap();
}
