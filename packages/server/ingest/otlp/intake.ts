import { reaches, type Grant } from '@hubscope/core/access';
import {
  PriceTable,
  type HubId,
  type MappingTable,
  type Price,
  type SeenTelemetry,
  type SpanMapping,
} from '@hubscope/core/signal';
import type { Clock, Millis } from '@hubscope/core/time';
import { HubscopeError } from '@hubscope/core/wire';
import type { Admission } from '../admission.js';
import type { RawRequest } from '../forward/index.js';
import { OwnHubs } from '../own-hubs.js';
import { fullWords, Peers, refusalWords } from '../peers.js';
import type { SeriesSink, Sink } from '../sink.js';
import { Turnstile } from '../turnstile.js';
import type { Encoding, OtlpSignal } from './answer.js';
import { Delivery, type Taken } from './delivery.js';
import { JsonReader } from './json.js';
import { jsonRequests } from './json-messages.js';
import { takeLogs } from './logs.js';
import { Numbers } from './numbers.js';
import { MetricDecoder } from './protobuf-metrics.js';
import { SpanDecoder } from './protobuf-spans.js';
import { firstResource } from './first-resource.js';
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
    /** Attributes of spans that are kept, though they hold content. */
    readonly attributes: readonly string[];
  };
  readonly sink: Sink & SeriesSink;
  /** Shares the time among hubs; without it all are let in. */
  readonly admission?: Admission;
  /** Takes what is to be sent on, unchanged. */
  readonly forward?: (request: RawRequest) => void;
  /** Told of a request that is not sent on, since part of it is of hubs that its sender may not bring. */
  readonly withhold?: (signal: OtlpSignal) => void;
  readonly onRequest?: (request: HandledRequest) => void;
}

/** A request that was admitted. */
export interface IntakeRequest {
  readonly signal: OtlpSignal;
  readonly encoding: Encoding;
  /** Its size as received, bytes. */
  readonly packed: number;
  /** The connection that it came on. */
  readonly peer: string;
  /** What who sent it may do. */
  readonly grant: Grant;
  /** Its bytes, unpacked; asked for in its turn, so that no more than one request is unpacked at once. */
  readonly body: () => Buffer;
  /** As it arrived, to be sent on; null where it must not be. Its bytes need be good no longer than until it is handled. */
  readonly raw: RawRequest | null;
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
  readonly #json = new JsonReader();
  readonly #numbers = new Numbers();
  readonly #turnstile = new Turnstile();
  readonly #peers = new Peers();

  constructor(options: IntakeOptions) {
    const { mappings, spanMappings = [], prices = [], privacy = { redact: [], attributes: [] } } = options;
    this.#options = options;
    const reading = new SpanReading(spanMappings, privacy.attributes);
    const redact = redaction([...builtinRedactions, ...privacy.redact]);
    this.#texts = new Texts(redact);
    this.#sources = new Sources(mappings, options.clock, options.sink, redact);
    this.#fields = new SpanFields(reading);
    this.#spanDecoder = new SpanDecoder(reading, this.#texts);
    this.#metrics = new MetricDecoder(this.#sources, this.#texts);
    this.#normaliser = new SpanNormaliser(reading, new PriceTable(prices));
  }

  /** A connection came to a door. */
  connected(): void {
    this.#turnstile.connected();
  }

  /**
   * Asked as soon as a request begins, before its body is read, unpacked or decoded.
   * @param peer the connection that it comes on: what came on it before says whose it probably is
   * @throws HubscopeError `too_many_requests` where there is no room now
   */
  admit(signal: OtlpSignal, peer: string): void {
    const hub = this.#peers.hubOf(peer);
    this.#refuseFlood(signal, hub, this.#options.admission?.queuedMs(), this.#turnstile.waitedMs);
    this.#refuseFull(signal, hub);
  }

  /**
   * Asks for room for a body of so many bytes.
   * @param signal null where it is none of OTLP's that are taken
   * @param told whether its sender said so; else so many at most
   * @returns what gives the room back
   * @throws HubscopeError `too_many_requests` where there is none
   */
  reserve(signal: OtlpSignal | null, peer: string, bytes: number, told = true): () => void {
    const { admission } = this.#options;
    if (admission === undefined) return (): void => undefined;
    return admission.reserve(bytes, told) ?? this.refuse(signal, peer);
  }

  /**
   * Refuses a request that a door has no room for.
   * @param signal null where it is none of OTLP's that are taken
   * @throws HubscopeError `too_many_requests`
   */
  refuse(signal: OtlpSignal | null, peer: string): never {
    this.#refuse(signal, this.#peers.hubOf(peer), undefined, 1);
  }

  /**
   * Takes in a request that was admitted, and reports what became of it.
   * @throws HubscopeError `malformed_body`, `forbidden` where all of it is of hubs that its sender may not bring, `too_many_requests` where its hub is past its share, and what `body` throws
   */
  async handle(request: IntakeRequest): Promise<Taken> {
    const { signal, packed } = request;
    const start = this.#options.clock.now();
    const outcome = { items: 0, failed: true };
    try {
      return await this.#turnstile.run((waitedMs) => this.#take(request, outcome, waitedMs));
    } finally {
      this.#handled(signal, start, packed, outcome.items, outcome.failed);
    }
  }

  /** What arrived in the last minute, as it may be shown. */
  seen(): SeenTelemetry[] {
    const shown = (attributes: SeenTelemetry['attributes']): SeenTelemetry['attributes'] =>
      Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, this.#texts.of(value)]));
    return this.#sources
      .seen(this.#options.clock.now())
      .map((each) => ({ ...each, attributes: shown(each.attributes) }));
  }

  #take(request: IntakeRequest, outcome: { items: number; failed: boolean }, waitedMs: number): Taken {
    const { signal, packed, peer, grant, raw } = request;
    const { admission, forward, withhold } = this.#options;
    const began = performance.now();
    // There was room when it began to come in; since then others came too.
    const before = this.#peers.hubOf(peer);
    this.#refuseFull(null, before);
    this.#refuseFlood(null, before, 0, waitedMs);
    const body = this.#unpacked(request, began);
    const hub = this.#hubOf(body);
    // What waits was asked for where it began, if it was known then whose it is.
    const queuedMs = this.#peers.has(peer) ? 0 : admission?.queuedMs(packed);
    if (hub !== undefined && reaches(grant, hub)) this.#refuseFlood(null, hub, queuedMs, waitedMs);
    const own = new OwnHubs(grant);
    const delivery = new Delivery(this.#options.sink, this.#numbers, own);
    try {
      this.#deliver(signal, body, delivery, outcome);
    } finally {
      // Nobody's part is spent by who only says a name.
      const payer = hub !== undefined && reaches(grant, hub) ? hub : null;
      this.#spent(request, began, payer);
      if (payer !== null) this.#peers.learn(peer, payer);
    }
    if (delivery.foreign) throw own.error();
    outcome.failed = false;
    if (raw !== null && own.refused > 0) withhold?.(signal);
    else if (raw !== null) forward?.({ ...raw, body: Buffer.from(raw.body) });
    return delivery.taken();
  }

  /** The message of a request. Where there is none, what it cost to see that is spent by whose came on its connection before. */
  #unpacked(request: IntakeRequest, began: number): Buffer {
    const { signal, encoding, peer, body } = request;
    try {
      const given = body();
      return encoding === 'json' ? this.#asProtobuf(signal, given) : given;
    } catch (error) {
      this.#spent(request, began, this.#peers.hubOf(peer));
      throw error;
    }
  }

  #deliver(signal: OtlpSignal, body: Buffer, delivery: Delivery, outcome: { items: number }): void {
    try {
      this.#decode(signal, body, delivery);
    } finally {
      delivery.end();
      outcome.items = delivery.items;
    }
  }

  /** @param hub whose part the time is of; null where that is nobody's: then it is of who sent it */
  #spent({ packed, grant }: IntakeRequest, began: number, hub: HubId | null): void {
    const payer = hub ?? `refused ${grant.who ?? ''}`;
    this.#options.admission?.spent(payer, performance.now() - began, packed);
  }

  #handled(signal: OtlpSignal, start: Millis, bytes: number, items: number, failed: boolean): void {
    const { clock, onRequest } = this.#options;
    onRequest?.({ signal, start, end: clock.now(), failed, bytes, items });
  }

  /**
   * @param signal of a request that nothing else reports; null where something does
   * @param hub null where nobody knows whose it is
   * @param queuedMs how long what waits before it will take
   * @param waitedMs for how long the oldest of that has waited
   */
  #refuseFlood(signal: OtlpSignal | null, hub: HubId | null, queuedMs = 0, waitedMs = 0): void {
    const wait = this.#options.admission?.wait(hub, queuedMs, waitedMs) ?? null;
    if (wait !== null) this.#refuse(signal, hub, refusalWords(hub), wait);
  }

  #refuseFull(signal: OtlpSignal | null, hub: HubId | null): void {
    const wait = this.#options.sink.busy();
    if (wait !== null) this.#refuse(signal, hub, fullWords, wait);
  }

  /**
   * @param signal of a request that nothing else reports; null where something does
   * @param hub null where nobody knows whose it is
   */
  #refuse(signal: OtlpSignal | null, hub: HubId | null, why: string | undefined, wait: number): never {
    this.#options.sink.drop(hub, 'refused', 1);
    if (signal !== null) this.#handled(signal, this.#options.clock.now(), 0, 0, true);
    throw new HubscopeError('too_many_requests', why, wait);
  }

  /** Whose a request is: the hub of its first resource, found without reading on. Undefined where it can't be told. */
  #hubOf(body: Buffer): HubId | undefined {
    try {
      const found = firstResource(body);
      return found === null ? undefined : this.#sources.ofBytes(found.words, found.from, found.to).source.hub;
    } catch {
      // The decoder will say what is wrong with it.
      return undefined;
    }
  }

  /** @throws HubscopeError `malformed_body` */
  #asProtobuf(signal: OtlpSignal, json: Buffer): Buffer {
    try {
      return this.#json.protobuf(json, jsonRequests[signal]);
    } catch (error) {
      throw malformed(error);
    }
  }

  #decode(signal: OtlpSignal, body: Buffer, into: Delivery): void {
    try {
      switch (signal) {
        case 'traces':
          this.#spans(body, into);
          return;
        case 'metrics':
          this.#metrics.decode(body, into);
          return;
        case 'logs':
          takeLogs(body, this.#sources, this.#texts, into);
      }
    } catch (error) {
      if (into.failed) throw error;
      throw malformed(error);
    }
  }

  #spans(body: Buffer, into: Delivery): void {
    let origin: Origin | null = null;
    const now = this.#options.clock.now();
    const span = (fields: SpanFields): void => {
      if (origin !== null) this.#normaliser.take(fields, origin, into);
    };
    const resource = (words: DataView, from: number, to: number): void => {
      origin = this.#sources.ofBytes(words, from, to);
      origin.spanNames.arrive(now);
    };
    this.#spanDecoder.decode(body, this.#fields, { resource, span });
  }
}

function malformed(error: unknown): HubscopeError {
  return new HubscopeError('malformed_body', error instanceof Error ? error.message : undefined);
}
