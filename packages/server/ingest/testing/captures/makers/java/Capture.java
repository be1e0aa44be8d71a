import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.concurrent.TimeUnit;

/** Spans and metrics by the OpenTelemetry SDK for Java, set by its variables alone: OTEL_EXPORTER_OTLP_PROTOCOL says how. */
class Capture {
  public static void main(String[] args) throws InterruptedException {
    var sdk = AutoConfiguredOpenTelemetrySdk.initialize().getOpenTelemetrySdk();
    var tracer = sdk.getTracer("captures");
    var meter = sdk.getMeter("captures");
    var first = meter.histogramBuilder("gen_ai.client.operation.time_to_first_chunk").setUnit("s").build();
    var depth = meter.upDownCounterBuilder("queue.depth").build();
    for (var n = 0; n < 4; n++) {
      var root = tracer.spanBuilder("ask").setSpanKind(SpanKind.SERVER).startSpan();
      try (var asked = root.makeCurrent()) {
        var call = tracer.spanBuilder("chat tiny").setSpanKind(SpanKind.CLIENT)
            .setAttribute("gen_ai.operation.name", "chat").setAttribute("gen_ai.request.model", "tiny")
            .setAttribute("gen_ai.usage.input_tokens", 12).setAttribute("gen_ai.usage.output_tokens", 5).startSpan();
        Thread.sleep(20);
        call.end();
      }
      if (n == 3) root.setStatus(StatusCode.ERROR, "broken");
      root.end();
      first.record(0.025);
      depth.add(1);
    }
    sdk.getSdkTracerProvider().forceFlush().join(5, TimeUnit.SECONDS);
    sdk.getSdkMeterProvider().forceFlush().join(5, TimeUnit.SECONDS);
    Thread.sleep(1000);
    first.record(0.05);
    depth.add(3);
    sdk.close();
  }
}
