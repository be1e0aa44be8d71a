import { describe, expect, it } from 'vitest';
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { turnedAway, Undelivered, WatchedExporter } from './delivery.js';

/** An exporter that answers as stock ones do: as often as it is told, with success or failure. */
function flaky(outcomes: boolean[]): SpanExporter {
  const works = new InMemorySpanExporter();
  const stopped = new InMemorySpanExporter();
  void stopped.shutdown();
  return {
    export: (spans, answer) => {
      (outcomes.shift() === true ? works : stopped).export(spans, answer);
    },
    shutdown: () => Promise.resolve(),
  };
}

const silent = (): void => undefined;
const done = (): Promise<void> => Promise.resolve();
/** A queue that four spans fill. */
const small = { maxQueueSize: 4, maxExportBatchSize: 4, scheduledDelayMillis: 60_000 };

describe('delivery of telemetry', () => {
  it('counts what was given up and says so once when it begins and once when it ends', async () => {
    const said: string[] = [];
    const undelivered = new Undelivered();
    const exporter = new WatchedExporter(flaky([true, false, false, true]), undelivered, (line) =>
      said.push(line),
    );
    for (let batch = 0; batch < 4; batch += 1) {
      await new Promise((resolve) => {
        exporter.export([], resolve);
      });
    }
    expect(said).toEqual([
      'telemetry does not arrive (Exporter has been stopped); the hub goes on and keeps trying',
      'telemetry arrives again',
    ]);
  });

  it('counts each span of a batch that was given up', () => {
    const undelivered = new Undelivered();
    const watched = new WatchedExporter(flaky([true, false, false]), undelivered, silent);
    const ended: ReadableSpan[] = [];
    const tracer = new NodeTracerProvider({
      spanProcessors: [
        { onStart: silent, onEnd: (span) => ended.push(span), ...{ shutdown: done, forceFlush: done } },
      ],
    }).getTracer('test');
    for (let span = 0; span < 3; span += 1) tracer.startSpan('work').end();
    for (let batch = 0; batch < 3; batch += 1) watched.export(ended, silent);
    expect(undelivered.spans).toBe(6);
  });

  it('counts the spans that a full queue turned away', async () => {
    const undelivered = new Undelivered();
    const answers: (() => void)[] = [];
    const slow: SpanExporter = {
      export: (spans, answer) =>
        answers.push(() => {
          new InMemorySpanExporter().export(spans, answer);
        }),
      shutdown: () => Promise.resolve(),
    };
    diag.setLogger(
      {
        warn: (message) => {
          undelivered.add(turnedAway(message) ?? 0);
        },
        ...{ error: silent, info: silent, debug: silent, verbose: silent },
      },
      DiagLogLevel.WARN,
    );
    const processor = new BatchSpanProcessor(new WatchedExporter(slow, undelivered, silent), small);
    const tracer = new NodeTracerProvider({ spanProcessors: [processor] }).getTracer('test');
    // Four leave, four wait, three find no place.
    for (let span = 0; span < 11; span += 1) tracer.startSpan('work').end();
    const flushed = processor.forceFlush();
    for (const answer of answers.splice(0)) answer();
    await flushed;
    // The span processor tells of them when there is room again.
    tracer.startSpan('work').end();
    diag.disable();
    expect(undelivered.spans).toBe(3);
  });

  it.each([
    ['Dropped 17 spans because maxQueueSize reached', 17],
    ['Dropped 3 events because eventCountLimit reached', null],
  ])('reads %s', (message, count) => {
    expect(turnedAway(message)).toBe(count);
  });
});
