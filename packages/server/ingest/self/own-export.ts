import type { MetricObservation, Observation, SpanObservation } from '@hubscope/core/signal';
import type { Clock, Millis } from '@hubscope/core/time';
import type { OwnTelemetry } from '@hubscope/core/wire';
import type { RawRequest } from '../forward/index.js';
import { GrowingHistogram, metricsRequest, resourceOf, tracesRequest } from './otlp-json.js';

/** Spans of one interval that are sent; the rest is counted. */
const maxSpans = 2000;

export interface OwnExportOptions {
  readonly clock: Clock;
  readonly settings: OwnTelemetry;
  readonly send: (request: RawRequest) => void;
}

/** Sends on, at each interval, what the server measures of itself anyway: metrics as totals since the start, and its requests as spans. */
export class OwnExport {
  /** Spans that were too many for their interval. */
  spansDropped = 0;
  readonly #options: OwnExportOptions;
  /** By the name and the core. */
  readonly #last = new Map<string, MetricObservation>();
  readonly #histograms = new Map<string, GrowingHistogram>();
  readonly #since: Millis;
  #spans: SpanObservation[] = [];
  #sentAt: Millis;

  constructor(options: OwnExportOptions) {
    this.#options = options;
    this.#since = this.#sentAt = options.clock.now();
  }

  /** Notes a report of the server on itself, and sends what has come together once an interval is over. */
  note(observations: readonly Observation[]): void {
    for (const each of observations) {
      if (each.type === 'metric') this.#metric(each);
      else if (each.type !== 'span') continue;
      else if (this.#spans.length < maxSpans) this.#spans.push(each);
      else this.spansDropped += 1;
    }
    const now = this.#options.clock.now();
    // A clock that was set back begins an interval anew.
    if (now < this.#sentAt) this.#sentAt = now;
    if (now - this.#sentAt >= this.#options.settings.interval_seconds * 1000) this.flush();
  }

  /** Sends what there is. */
  flush(): void {
    const { settings, clock } = this.#options;
    this.#sentAt = clock.now();
    const [any] = this.#last.values();
    if (any === undefined) return;
    const resource = resourceOf(any.source, settings.attributes);
    if (settings.signals.includes('metrics')) {
      const series = [...this.#last].map(([key, last]) => [last, this.#histograms.get(key) ?? null] as const);
      this.#send('metrics', metricsRequest(resource, series, this.#since));
    }
    const spans = this.#spans;
    this.#spans = [];
    if (settings.signals.includes('traces') && spans.length > 0)
      this.#send('traces', tracesRequest(resource, spans));
  }

  /** One metric may give several signals: it is kept once. */
  #metric(observation: MetricObservation): void {
    const { mapping, series, value, time } = observation;
    const key = `${mapping.metric} ${series}`;
    const known = this.#last.get(key);
    if (value.form === 'histogram' && known?.time !== time) {
      let histogram = this.#histograms.get(key);
      if (histogram === undefined) this.#histograms.set(key, (histogram = new GrowingHistogram()));
      histogram.add(observation);
    }
    this.#last.set(key, observation);
  }

  #send(signal: 'metrics' | 'traces', request: object): void {
    const body = Buffer.from(JSON.stringify(request));
    this.#options.send({ signal, contentType: 'application/json', contentEncoding: null, body });
  }
}
