/*
 * A hub that ends a different number of operations in each second, so that a second can be told by its throughput. Exports after
 * 200 ms, as OTEL_BSP_SCHEDULE_DELAY=200 sets it. Writes the moment at which each operation ended (ms since the epoch), a line each
 * second, until its standard input closes.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { countOf } from './count-of.js';

const [, , hub = 'counted', otlp = ''] = process.argv;
const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': hub }),
  spanProcessors: [
    new BatchSpanProcessor(new OTLPTraceExporter({ url: `${otlp}/v1/traces` }), {
      scheduledDelayMillis: 200,
    }),
  ],
});
const tracer = provider.getTracer('counted');
/** The part of a second within which its operations end, ms: none so late that its timer could leave the second. */
const [earliest, latest] = [5, 960];

const over = new AbortController();
process.stdin.resume().on('end', () => {
  over.abort();
});

let second = Math.floor(Date.now() / 1000) + 1;
while (!over.signal.aborted) {
  const count = countOf(second);
  const ends: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const due = second * 1000 + earliest + ((latest - earliest) * index) / (count - 1);
    await pause(Math.max(0, due - Date.now()));
    const end = Date.now();
    tracer.startSpan('operation', { startTime: end - 25, root: true }).end(end);
    ends.push(end);
  }
  process.stdout.write(`${JSON.stringify(ends)}\n`);
  second += 1;
}
await provider.shutdown();
