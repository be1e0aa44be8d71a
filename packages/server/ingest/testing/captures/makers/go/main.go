// Spans and metrics by the OpenTelemetry SDK for Go. Usage: go run . grpc|http; the endpoint as usual in the environment.
package main

import (
	"context"
	"os"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	api "go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	ctx := context.Background()
	var spans *otlptrace.Exporter
	var metrics metric.Exporter
	if os.Args[1] == "grpc" {
		spans, metrics = must(otlptracegrpc.New(ctx)), must(otlpmetricgrpc.New(ctx))
	} else {
		spans, metrics = must(otlptracehttp.New(ctx)), must(otlpmetrichttp.New(ctx))
	}
	res := resource.NewSchemaless(attribute.String("service.name", "go"), attribute.String("service.instance.id", "1"))
	tracers := sdk.NewTracerProvider(sdk.WithResource(res), sdk.WithBatcher(spans))
	meters := metric.NewMeterProvider(metric.WithResource(res),
		metric.WithReader(metric.NewPeriodicReader(metrics, metric.WithInterval(time.Hour))))
	tracer, meter := tracers.Tracer("captures"), meters.Meter("captures")
	first := must(meter.Float64Histogram("gen_ai.client.operation.time_to_first_chunk", api.WithUnit("s")))
	depth := must(meter.Int64UpDownCounter("queue.depth"))
	for n := range 4 {
		asked, root := tracer.Start(ctx, "ask", trace.WithSpanKind(trace.SpanKindServer))
		_, call := tracer.Start(asked, "chat tiny", trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(
			attribute.String("gen_ai.operation.name", "chat"), attribute.String("gen_ai.request.model", "tiny"),
			attribute.Int("gen_ai.usage.input_tokens", 12), attribute.Int("gen_ai.usage.output_tokens", 5)))
		time.Sleep(20 * time.Millisecond)
		call.End()
		if n == 3 {
			root.SetStatus(codes.Error, "broken")
		}
		root.End()
		first.Record(ctx, 0.025)
		depth.Add(ctx, 1)
	}
	_ = tracers.ForceFlush(ctx)
	_ = meters.ForceFlush(ctx)
	time.Sleep(time.Second)
	first.Record(ctx, 0.05)
	depth.Add(ctx, 3)
	_ = meters.Shutdown(ctx)
	_ = tracers.Shutdown(ctx)
}
