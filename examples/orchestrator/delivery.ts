import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';

/** The SDK's `ExportResultCode.SUCCESS`. */
const success = 0;

type Done = Parameters<SpanExporter['export']>[1];

/** Spans that could not be delivered, counted by all threads in memory that they share. */
export class Undelivered {
  readonly #count: Int32Array;

  /** @param memory shared by all threads; a fresh one unless given */
  constructor(readonly memory = new SharedArrayBuffer(4)) {
    this.#count = new Int32Array(memory);
  }

  add(spans: number): void {
    Atomics.add(this.#count, 0, spans);
  }

  get spans(): number {
    return Atomics.load(this.#count, 0);
  }
}

/**
 * An exporter that counts the spans which the stock exporter gave up after its retries, and says so in one line when that begins
 * and one when it ends.
 */
export class WatchedExporter implements SpanExporter {
  #failing = false;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly undelivered: Undelivered,
    private readonly say: (line: string) => void,
  ) {}

  export(spans: ReadableSpan[], done: Done): void {
    this.exporter.export(spans, (result) => {
      const code: number = result.code;
      const failed = code !== success;
      if (failed) this.undelivered.add(spans.length);
      if (failed !== this.#failing) {
        this.#failing = failed;
        const why = result.error?.message.split('\n')[0] ?? 'no reason given';
        this.say(
          failed
            ? `telemetry does not arrive (${why}); the hub goes on and keeps trying`
            : 'telemetry arrives again',
        );
      }
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  forceFlush(): Promise<void> {
    return this.exporter.forceFlush?.() ?? Promise.resolve();
  }
}

/** The spans that a full queue turned away, as the stock span processor reports them; null for another message. */
export function turnedAway(message: string): number | null {
  const found = /^Dropped (\d+) spans because maxQueueSize reached$/.exec(message)?.[1];
  return found === undefined ? null : Number(found);
}
