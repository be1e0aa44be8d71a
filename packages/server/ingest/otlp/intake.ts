import {
  PriceTable,
  type DropReason,
  type MappingTable,
  type Price,
  type SpanMapping,
} from '@hubscope/core/signal';
import type { Clock, Millis } from '@hubscope/core/time';
import { HubscopeError } from '@hubscope/core/wire';
import type { Sink } from '../sink.js';
import type { Encoding, OtlpSignal } from './answer.js';
import { parseLogs, parseMetrics, visitTraces } from './json.js';
import { normaliseLogs } from './logs.js';
import type { Attributes } from './messages.js';
import { normaliseMetrics } from './metrics.js';
import { Collector, type Normalised } from './normalised.js';
import { MetricDecoder } from './protobuf-metrics.js';
import { SpanDecoder } from './protobuf-spans.js';
import { decodeLogs } from './protobuf.js';
import { builtinRedactions, redaction } from './redact.js';
import { Sources, type Origin } from './source.js';
import { SpanFields } from './span-fields.js';
import { SpanReading } from './span-reading.js';
import { SpanNormaliser } from './spans.js';
import { Texts } from './texts.js';

/** What became of a request, for the server's watch on itself. */
export interface HandledRequest {
  readonly signal: OtlpSignal;
  readonly start: Millis;
  readonly end: Millis;
  readonly failed: boolean;
  /** As received. */
  readonly bytes: number;
  /** Observations that it held. */
  readonly items: number;
}

export interface IntakeOptions {
  readonly clock: Clock;
  readonly mappings: MappingTable;
  /** Rows of the configuration for spans, in order. */
  readonly spanMappings?: readonly SpanMapping[];
  readonly prices?: readonly Price[];
  readonly privacy?: {
    /** Regular expressions of what is left out of text that is kept, beside the built-in ones. */
    readonly redact: readonly string[];
    /** Attributes that are kept though they hold content. */
    readonly keep: readonly string[];
  };
  readonly sink: Sink;
  readonly onRequest?: (request: HandledRequest) => void;
}

/** What a request is answered: how many of its items could not be counted, and why. */
export interface Taken {
  readonly rejected: number;
  readonly message: string;
}

/** Reasons that are no fault of the request: its items were understood, and are counted elsewhere or not needed. */
const harmless: ReadonlySet<DropReason> = new Set([
  'unmapped',
  'log',
  'duplicate',
  'component_limit',
  'content',
]);

function describe(rejected: ReadonlyMap<DropReason, number>): string {
  return [...rejected].map(([reason, count]) => `${reason}: ${String(count)}`).join(', ');
}

/** What every OTLP door does with a request once it has its bytes: decode, normalise, hand on, count. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #sources: Sources;
  readonly #texts: Texts;
  readonly #fields: SpanFields;
  readonly #spanDecoder: SpanDecoder;
  readonly #metrics: MetricDecoder;
  readonly #normaliser: SpanNormaliser;

  constructor(options: IntakeOptions) {
    const { mappings, spanMappings = [], prices = [], privacy = { redact: [], keep: [] } } = options;
    this.#options = options;
    const reading = new SpanReading(spanMappings, privacy.keep);
    this.#texts = new Texts(redaction([...builtinRedactions, ...privacy.redact]));
    this.#sources = new Sources(mappings);
    this.#fields = new SpanFields(reading);
    this.#spanDecoder = new SpanDecoder(reading, this.#texts);
    this.#metrics = new MetricDecoder(this.#sources, this.#texts);
    this.#normaliser = new SpanNormaliser(reading, new PriceTable(prices));
  }

  /**
   * Asked as soon as a request begins, before its body is read, unpacked or decoded.
   * @throws HubscopeError `too_many_requests` where there is no room now
   */
  admit(signal: OtlpSignal): void {
    const { clock, sink, onRequest } = this.#options;
    const wait = sink.busy();
    if (wait === null) return;
    const now = clock.now();
    onRequest?.({ signal, start: now, end: now, failed: true, bytes: 0, items: 0 });
    throw new HubscopeError('too_many_requests', undefined, wait);
  }

  /**
   * Takes in a request that was admitted, and reports what became of it.
   * @param packed its size as received, bytes
   * @param body its bytes, unpacked
   * @throws HubscopeError `malformed_body`, and what `body` throws
   */
  async handle(
    signal: OtlpSignal,
    encoding: Encoding,
    packed: number,
    body: () => Buffer | Promise<Buffer>,
  ): Promise<Taken> {
    const { clock, onRequest } = this.#options;
    const start = clock.now();
    let items = 0;
    let failed = true;
    try {
      const normalised = this.#decode(signal, encoding, await body());
      items = normalised.observations.length;
      const taken = this.#deliver(normalised);
      failed = false;
      return taken;
    } finally {
      onRequest?.({ signal, start, end: clock.now(), failed, bytes: packed, items });
    }
  }

  #decode(signal: OtlpSignal, encoding: Encoding, body: Buffer): Normalised {
    const json = encoding === 'json';
    try {
      switch (signal) {
        case 'traces':
          return this.#spans(json, body);
        case 'metrics':
          return json ? normaliseMetrics(parseMetrics(body), this.#sources) : this.#metrics.decode(body);
        case 'logs':
          return normaliseLogs((json ? parseLogs : decodeLogs)(body), this.#sources, this.#texts);
      }
    } catch (error) {
      throw new HubscopeError('malformed_body', error instanceof Error ? error.message : undefined);
    }
  }

  #spans(json: boolean, body: Buffer): Normalised {
    const collected = new Collector();
    let origin: Origin | null = null;
    const span = (fields: SpanFields): void => {
      if (origin !== null) this.#normaliser.take(fields, origin, collected);
    };
    if (json) {
      const resource = (attributes: Attributes): void => {
        origin = this.#sources.of(attributes);
      };
      visitTraces(body, this.#fields, this.#texts, { resource, span });
    } else {
      const resource = (bytes: Buffer, from: number, to: number): void => {
        origin = this.#sources.ofBytes(bytes, from, to);
      };
      this.#spanDecoder.decode(body, this.#fields, { resource, span });
    }
    return collected;
  }

  /** Hands on what was decoded; answers what was rejected, by reason. */
  #deliver({ observations, drops }: Normalised): Taken {
    const { sink } = this.#options;
    const rejected = new Map<DropReason, number>();
    const reject = (reason: DropReason, count: number): void => {
      if (!harmless.has(reason)) rejected.set(reason, (rejected.get(reason) ?? 0) + count);
    };
    for (const { hub, reason, count } of drops) {
      sink.drop(hub, reason, count);
      reject(reason, count);
    }
    const { dropped } = sink.accept(observations);
    for (const [reason, count] of Object.entries(dropped)) reject(reason as DropReason, count);
    const count = [...rejected.values()].reduce((sum, each) => sum + each, 0);
    return { rejected: count, message: describe(rejected) };
  }
}
