import { bytesOf, Interned } from '../interned.js';
import { wire } from './cursor.js';

/** How a value of OTLP's JSON is written in protobuf. */
type Kind =
  | 'text'
  /** An id: hex of either case. */
  | 'hex'
  | 'bool'
  | 'double'
  | 'fixed64'
  | 'varint'
  | 'zigzag'
  /** What nothing reads: that it is there is kept. */
  | 'empty';

const wireOf: Readonly<Record<Kind, number>> = {
  text: wire.bytes,
  hex: wire.bytes,
  bool: wire.varint,
  double: wire.fixed64,
  fixed64: wire.fixed64,
  varint: wire.varint,
  zigzag: wire.varint,
  empty: wire.bytes,
};

/** A field of a message. */
export class JsonField {
  /** Its number and wire type, one byte. */
  readonly tag: number;
  /** Its name as it is written, with the quote behind it. */
  readonly written: Buffer;
  /** What came behind it the last time: most likely what comes now. */
  next: JsonField | null = null;

  constructor(
    readonly name: string,
    number: number,
    readonly kind: Kind | JsonMessage,
    readonly repeated: boolean,
  ) {
    this.tag = number * 8 + (typeof kind === 'string' ? wireOf[kind] : wire.bytes);
    this.written = Buffer.from(`${name}"`);
  }
}

/** A message of OTLP: its fields by their names in JSON. */
export class JsonMessage {
  /** What came first the last time. */
  first: JsonField | null = null;
  readonly #fields: ReadonlyMap<string, JsonField>;
  /** The same by the bytes of their names; null where a name is none of the message's. */
  readonly #byBytes = new Interned<JsonField | null>({ entries: 256, bytes: 16_384 });

  constructor(
    fields: Readonly<Record<string, readonly [number: number, kind: Kind | JsonMessage, 'repeated'?]>>,
  ) {
    this.#fields = new Map(
      Object.entries(fields).map(([name, [number, kind, repeated]]) => [
        name,
        new JsonField(name, number, kind, repeated !== undefined),
      ]),
    );
  }

  field(name: string): JsonField | null {
    return this.#fields.get(name) ?? null;
  }

  ofBytes(words: DataView, from: number, to: number): JsonField | null {
    return this.#byBytes.of(words, from, to, this.#ofBytes);
  }

  readonly #ofBytes = (words: DataView, from: number, to: number): JsonField | null =>
    this.field(bytesOf(words, from, to).toString('utf8'));
}

// Source: opentelemetry-proto v1. Fields that nothing reads are left out.

const anyValue = new JsonMessage({
  stringValue: [1, 'text'],
  boolValue: [2, 'bool'],
  intValue: [3, 'varint'],
  doubleValue: [4, 'double'],
  arrayValue: [5, 'empty'],
  kvlistValue: [6, 'empty'],
  bytesValue: [7, 'empty'],
});
const keyValue = new JsonMessage({ key: [1, 'text'], value: [2, anyValue] });
const entityRef = new JsonMessage({
  type: [2, 'text'],
  idKeys: [3, 'text', 'repeated'],
  descriptionKeys: [4, 'text', 'repeated'],
});
const resource = new JsonMessage({
  attributes: [1, keyValue, 'repeated'],
  entityRefs: [3, entityRef, 'repeated'],
});
const scope = new JsonMessage({
  name: [1, 'text'],
  version: [2, 'text'],
  attributes: [3, keyValue, 'repeated'],
});

/** A request: what each resource sends, by its scopes. */
function request(signal: 'Spans' | 'Metrics' | 'Logs', items: string, item: JsonMessage): JsonMessage {
  const ofScope = new JsonMessage({ scope: [1, scope], [items]: [2, item, 'repeated'] });
  const ofResource = new JsonMessage({
    resource: [1, resource],
    [`scope${signal}`]: [2, ofScope, 'repeated'],
  });
  return new JsonMessage({ [`resource${signal}`]: [1, ofResource, 'repeated'] });
}

const span = new JsonMessage({
  traceId: [1, 'hex'],
  spanId: [2, 'hex'],
  traceState: [3, 'text'],
  parentSpanId: [4, 'hex'],
  name: [5, 'text'],
  kind: [6, 'varint'],
  startTimeUnixNano: [7, 'fixed64'],
  endTimeUnixNano: [8, 'fixed64'],
  attributes: [9, keyValue, 'repeated'],
  events: [11, new JsonMessage({ timeUnixNano: [1, 'fixed64'], name: [2, 'text'] }), 'repeated'],
  status: [15, new JsonMessage({ code: [3, 'varint'] })],
});

const logRecord = new JsonMessage({
  timeUnixNano: [1, 'fixed64'],
  body: [5, anyValue],
  attributes: [6, keyValue, 'repeated'],
  observedTimeUnixNano: [11, 'fixed64'],
  eventName: [12, 'text'],
});

const numberPoint = new JsonMessage({
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  asDouble: [4, 'double'],
  asInt: [6, 'fixed64'],
  attributes: [7, keyValue, 'repeated'],
  flags: [8, 'varint'],
});

const exemplar = new JsonMessage({
  timeUnixNano: [2, 'fixed64'],
  asDouble: [3, 'double'],
  spanId: [4, 'hex'],
  traceId: [5, 'hex'],
  asInt: [6, 'fixed64'],
});

const histogramPoint = new JsonMessage({
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  count: [4, 'fixed64'],
  sum: [5, 'double'],
  bucketCounts: [6, 'fixed64', 'repeated'],
  explicitBounds: [7, 'double', 'repeated'],
  exemplars: [8, exemplar, 'repeated'],
  attributes: [9, keyValue, 'repeated'],
  flags: [10, 'varint'],
  min: [11, 'double'],
  max: [12, 'double'],
});

const buckets = new JsonMessage({ offset: [1, 'zigzag'], bucketCounts: [2, 'varint', 'repeated'] });

const exponentialPoint = new JsonMessage({
  attributes: [1, keyValue, 'repeated'],
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  sum: [5, 'double'],
  scale: [6, 'zigzag'],
  zeroCount: [7, 'fixed64'],
  positive: [8, buckets],
  negative: [9, buckets],
  flags: [10, 'varint'],
  exemplars: [11, exemplar, 'repeated'],
  min: [12, 'double'],
  max: [13, 'double'],
});

/** The data of a metric, of one kind of points. */
const data = (point: JsonMessage): JsonMessage =>
  new JsonMessage({
    dataPoints: [1, point, 'repeated'],
    aggregationTemporality: [2, 'varint'],
    isMonotonic: [3, 'bool'],
  });

const metric = new JsonMessage({
  name: [1, 'text'],
  gauge: [5, data(numberPoint)],
  sum: [7, data(numberPoint)],
  histogram: [9, data(histogramPoint)],
  exponentialHistogram: [10, data(exponentialPoint)],
  summary: [11, data(new JsonMessage({}))],
});

/** The requests of each signal. */
export const jsonRequests = {
  traces: request('Spans', 'spans', span),
  metrics: request('Metrics', 'metrics', metric),
  logs: request('Logs', 'logRecords', logRecord),
} as const;
