import { spanId, type Exemplar, type SpanId } from '@hubscope/core/signal';
import {
  addExemplar,
  maxValueLength,
  type ExponentialPoint,
  type HistogramPoint,
  type LogRecord,
  type Metric,
  type NumberPoint,
  type ResourceItems,
  type Scalar,
  scopeText,
  type ScopedMetric,
} from './messages.js';
import { badId, noId, type SpanFields } from './span-fields.js';
import type { Texts } from './texts.js';

/*
 * OTLP's JSON: names in lowerCamelCase, ids in hex, 64-bit numbers as text or number, enums as numbers; unknown fields are left
 * out. A field of a wrong type is a fault, as it would be in protobuf.
 */

type Fields = Readonly<Record<string, unknown>>;

function fault(name: string, wanted: string): never {
  throw new TypeError(`${name} is no ${wanted}`);
}

function fields(value: unknown, name: string): Fields {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) return fault(name, 'object');
  return value as Fields;
}

function list(value: unknown, name: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : fault(name, 'array');
}

function text(value: unknown, name: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') return fault(name, 'text');
  return value.length > maxValueLength ? value.slice(0, maxValueLength) : value;
}

const specials: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

/** Whether a text is decimal digits alone, as nearly all numbers of 64 bits are. */
function isDigits(value: string): boolean {
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return value !== '';
}

function number(value: unknown, name: string): number {
  if (value === undefined || value === null) return 0;
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return fault(name, 'number');
  if (isDigits(value)) return Number(value);
  const special = specials.get(value);
  if (special !== undefined) return special;
  return /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(value) ? Number(value) : fault(name, 'number');
}

function optional(value: unknown, name: string): number | null {
  return value === undefined || value === null ? null : number(value, name);
}

function flag(value: unknown, name: string): boolean {
  if (value === undefined || value === null) return false;
  return typeof value === 'boolean' ? value : fault(name, 'boolean');
}

/** Nanoseconds as ms; NaN for 0 and for what is not set. */
function time(value: unknown, name: string): number {
  const nanoseconds = number(value, name);
  return nanoseconds === 0 ? NaN : nanoseconds / 1e6;
}

function scalar(value: unknown, name: string): Scalar {
  const any = fields(value, name);
  if (any['stringValue'] !== undefined) return text(any['stringValue'], name);
  if (any['boolValue'] !== undefined) return flag(any['boolValue'], name);
  if (any['intValue'] !== undefined) return number(any['intValue'], name);
  return any['doubleValue'] === undefined ? null : number(any['doubleValue'], name);
}

function attributes(value: unknown): Map<string, Scalar> {
  const made = new Map<string, Scalar>();
  for (const each of list(value, 'attributes')) {
    const attribute = fields(each, 'attribute');
    const key = text(attribute['key'], 'key');
    made.set(key, scalar(attribute['value'], key));
  }
  return made;
}

/** Whether a text is hex digits of lower case alone. */
function isHex(value: string): boolean {
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    const hex = (code >= 48 && code <= 57) || (code >= 97 && code <= 102);
    if (!hex) return false;
  }
  return true;
}

/** Ids are hex of either case; anything else is kept as an id of no length, which is no id. */
function id(value: unknown, name: string): string {
  const given = text(value, name);
  if (isHex(given)) return given;
  const lower = given.toLowerCase();
  return isHex(lower) ? lower : 'bad';
}

function idOfSpan(value: unknown, name: string): SpanId {
  const hex = id(value, name);
  if (hex === '') return noId;
  if (hex.length !== 16) return badId;
  const made = spanId(hex);
  return made.high === 0 && made.low === 0 ? noId : made;
}

function span(value: unknown, into: SpanFields, texts: Texts): void {
  const from = fields(value, 'span');
  into.clear();
  into.traceId = id(from['traceId'], 'traceId');
  into.spanId = idOfSpan(from['spanId'], 'spanId');
  into.parentSpanId = idOfSpan(from['parentSpanId'], 'parentSpanId');
  into.traceState = text(from['traceState'], 'traceState');
  into.name = texts.of(text(from['name'], 'name'));
  into.kind = number(from['kind'], 'kind');
  into.start = time(from['startTimeUnixNano'], 'startTimeUnixNano');
  into.end = time(from['endTimeUnixNano'], 'endTimeUnixNano');
  into.status = number(fields(from['status'], 'status')['code'], 'status.code');
  for (const each of list(from['attributes'], 'attributes')) {
    const attribute = fields(each, 'attribute');
    const key = text(attribute['key'], 'key');
    const slot = into.reading.slotOf(key);
    const read = slot < 0 ? null : scalar(attribute['value'], key);
    into.set(slot, typeof read === 'string' ? texts.of(read) : read);
  }
  for (const each of list(from['events'], 'events')) {
    const event = fields(each, 'event');
    into.event(text(event['name'], 'name'), time(event['timeUnixNano'], 'timeUnixNano'));
  }
}

function point(from: Fields): Pick<NumberPoint, 'attributes' | 'start' | 'time' | 'flags'> {
  return {
    attributes: attributes(from['attributes']),
    start: time(from['startTimeUnixNano'], 'startTimeUnixNano'),
    time: time(from['timeUnixNano'], 'timeUnixNano'),
    flags: number(from['flags'], 'flags'),
  };
}

function extremes(from: Fields): Pick<HistogramPoint, 'sum' | 'min' | 'max'> {
  return {
    sum: optional(from['sum'], 'sum'),
    min: optional(from['min'], 'min'),
    max: optional(from['max'], 'max'),
  };
}

function numberPoint(value: unknown): NumberPoint {
  const from = fields(value, 'dataPoint');
  const given = from['asDouble'] ?? from['asInt'];
  return { ...point(from), value: given === undefined ? NaN : number(given, 'value') };
}

const counts = (value: unknown): number[] =>
  list(value, 'bucketCounts').map((each) => number(each, 'bucketCounts'));

function exemplars(value: unknown): Exemplar[] {
  const made: Exemplar[] = [];
  for (const each of list(value, 'exemplars')) {
    const from = fields(each, 'exemplar');
    const given = from['asDouble'] ?? from['asInt'];
    addExemplar(made, {
      time: time(from['timeUnixNano'], 'timeUnixNano'),
      value: given === undefined ? NaN : number(given, 'value'),
      traceId: id(from['traceId'], 'traceId'),
      spanId: id(from['spanId'], 'spanId'),
    });
  }
  return made;
}

function histogramPoint(value: unknown): HistogramPoint {
  const from = fields(value, 'dataPoint');
  return {
    ...point(from),
    ...extremes(from),
    exemplars: exemplars(from['exemplars']),
    bounds: list(from['explicitBounds'], 'explicitBounds').map((each) => number(each, 'explicitBounds')),
    counts: counts(from['bucketCounts']),
  };
}

function buckets(value: unknown): { offset: number; counts: number[] } {
  const from = fields(value, 'buckets');
  return { offset: number(from['offset'], 'offset'), counts: counts(from['bucketCounts']) };
}

function exponentialPoint(value: unknown): ExponentialPoint {
  const from = fields(value, 'dataPoint');
  return {
    ...point(from),
    ...extremes(from),
    exemplars: exemplars(from['exemplars']),
    scale: number(from['scale'], 'scale'),
    zeroCount: number(from['zeroCount'], 'zeroCount'),
    positive: buckets(from['positive']),
    negative: buckets(from['negative']),
  };
}

function metric(value: unknown): Metric {
  const from = fields(value, 'metric');
  const data = (name: string): Fields => fields(from[name], name);
  const points = (name: string): readonly unknown[] => list(data(name)['dataPoints'], 'dataPoints');
  const told = ['sum', 'histogram', 'exponentialHistogram'].map(
    (name) => data(name)['aggregationTemporality'],
  );
  return {
    name: text(from['name'], 'name'),
    temporality: number(
      told.find((each) => each !== undefined),
      'aggregationTemporality',
    ),
    monotonic: flag(data('sum')['isMonotonic'], 'isMonotonic'),
    gauges: points('gauge').map(numberPoint),
    sums: points('sum').map(numberPoint),
    histograms: points('histogram').map(histogramPoint),
    exponentials: points('exponentialHistogram').map(exponentialPoint),
    others: points('summary').length,
  };
}

function logRecord(value: unknown): LogRecord {
  const from = fields(value, 'logRecord');
  const at = time(from['timeUnixNano'], 'timeUnixNano');
  return {
    time: Number.isNaN(at) ? time(from['observedTimeUnixNano'], 'observedTimeUnixNano') : at,
    eventName: text(from['eventName'], 'eventName'),
    body: scalar(from['body'], 'body'),
    attributes: attributes(from['attributes']),
  };
}

/** Visits the items of a request, resource by resource and scope by scope. */
function visit(
  body: Uint8Array,
  names: readonly [resources: string, scopes: string, items: string],
  visitor: {
    readonly resource: (attributes: Map<string, Scalar>) => void;
    readonly item: (value: unknown, scope: () => string) => void;
  },
): void {
  const [resources, scopes, items] = names;
  const parsed: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
  if (parsed === null) return fault('the body', 'object');
  for (const each of list(fields(parsed, 'the body')[resources], resources)) {
    const from = fields(each, resources);
    visitor.resource(attributes(fields(from['resource'], 'resource')['attributes']));
    for (const scope of list(from[scopes], scopes)) {
      const inner = fields(scope, scopes);
      const described = (): string => scopeOf(inner['scope']);
      for (const item of list(inner[items], items)) visitor.item(item, described);
    }
  }
}

function scopeOf(value: unknown): string {
  const scope = fields(value, 'scope');
  return scopeText(
    text(scope['name'], 'name'),
    text(scope['version'], 'version'),
    attributes(scope['attributes']),
  );
}

function request<Item>(
  body: Uint8Array,
  names: readonly [resources: string, scopes: string, items: string],
  item: (value: unknown, scope: () => string) => Item,
): ResourceItems<Item>[] {
  const made: ResourceItems<Item>[] = [];
  visit(body, names, {
    resource: (resource) => made.push({ resource, items: [] }),
    item: (value, scope) => made.at(-1)?.items.push(item(value, scope)),
  });
  return made;
}

/** Reads each span of a request in turn. @throws SyntaxError or TypeError where the text is no such message. */
export function visitTraces(
  body: Uint8Array,
  into: SpanFields,
  texts: Texts,
  visitor: {
    readonly resource: (attributes: Map<string, Scalar>) => void;
    readonly span: (fields: SpanFields) => void;
  },
): void {
  visit(body, ['resourceSpans', 'scopeSpans', 'spans'], {
    resource: visitor.resource,
    item: (value) => {
      span(value, into, texts);
      visitor.span(into);
    },
  });
}

/** @throws SyntaxError or TypeError where the text is no such message. */
export function parseMetrics(body: Uint8Array): ResourceItems<ScopedMetric>[] {
  return request(body, ['resourceMetrics', 'scopeMetrics', 'metrics'], (value, scope) => ({
    scope: scope(),
    metric: metric(value),
  }));
}

/** @throws SyntaxError or TypeError where the text is no such message. */
export function parseLogs(body: Uint8Array): ResourceItems<LogRecord>[] {
  return request(body, ['resourceLogs', 'scopeLogs', 'logRecords'], logRecord);
}
