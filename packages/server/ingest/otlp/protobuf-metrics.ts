import type { Feed } from '../feed.js';
import { bytesOf, Interned } from '../interned.js';
import { Cursor, field, wire } from './cursor.js';
import { noRecordedValue, type Attributes } from './messages.js';
import { point, readPoint } from './number-point.js';
import type { MetricPlan } from './metric-plans.js';
import { gaugeKind, sumKind, takeMetric, takeNumber, takeUnknown } from './metrics.js';
import type { Delivery } from './delivery.js';
import { decodePointAttributes, decodeScope } from './protobuf.js';
import type { Origin, Sources } from './source.js';
import type { Texts } from './texts.js';

const { varint, bytes: length } = wire;
const [gaugeField, sumField, histogramField, exponentialField, summaryField] = [5, 7, 9, 10, 11] as const;
const oneKind: ReadonlySet<number> = new Set([
  gaugeField,
  sumField,
  histogramField,
  exponentialField,
  summaryField,
]);

/** Where the attributes stand in a point of each kind; nothing asks for those of summaries. */
const attributesFields: ReadonlyMap<number, number> = new Map([
  [gaugeField, 7],
  [sumField, 7],
  [histogramField, 9],
  [exponentialField, 1],
]);

/** Where in a metric its name and its points stand. */
interface Layout {
  name: string;
  kind: number;
  from: number;
  to: number;
  /** How many fields hold points: more than one is left to the slow reader. */
  parts: number;
}

/**
 * Reads a request of metrics in one pass over its bytes. The points of gauges and sums, which are nearly all, go into columns as they are
 * read: a series is known by the bytes of its attributes. Histograms go through structures.
 */
export class MetricDecoder {
  readonly #scopes = new Interned<string>({ entries: 1024, bytes: 256 * 1024 });

  constructor(
    private readonly sources: Sources,
    private readonly texts: Texts,
  ) {}

  /** @throws RangeError or Error where the bytes are no such message; what stood before the fault is taken in */
  decode(body: Buffer, into: Delivery): void {
    const cursor = new Cursor(body);
    while (cursor.at < body.length) {
      const tag = cursor.tag(body.length);
      if (tag === field(1, length)) this.#resource(cursor, cursor.length(body.length), into);
      else cursor.skip(tag, body.length);
    }
  }

  #resource(cursor: Cursor, end: number, into: Delivery): void {
    const start = cursor.at;
    const [from, to] = last(cursor, end, 1);
    const origin = this.sources.ofBytes(cursor.words, from, to);
    cursor.at = start;
    while (cursor.at < end) {
      const tag = cursor.tag(end);
      if (tag === field(2, length)) this.#scope(cursor, cursor.length(end), origin, into);
      else cursor.skip(tag, end);
    }
  }

  #scope(cursor: Cursor, end: number, origin: Origin, into: Delivery): void {
    const start = cursor.at;
    const [from, to] = last(cursor, end, 1);
    const scope = this.#scopes.of(cursor.words, from, to, scopeOf);
    cursor.at = start;
    while (cursor.at < end) {
      const tag = cursor.tag(end);
      if (tag === field(2, length)) this.#metric(cursor, cursor.length(end), scope, origin, into);
      else cursor.skip(tag, end);
    }
  }

  #metric(cursor: Cursor, end: number, scope: string, origin: Origin, into: Delivery): void {
    const start = cursor.at;
    const { name, kind, from, to, parts } = this.#layout(cursor, end);
    const plan = origin.plans.of(scope, name);
    if (plan.mapped) {
      if (parts === 1 && (kind === gaugeField || kind === sumField))
        points(cursor, from, to, kind === sumField, plan, origin, into);
      else if (parts > 0) takeMetric(cursor.bytes.subarray(start, end), plan, origin, into);
    }
    if (!plan.mapped || plan.toLookAt > 0) {
      const count =
        parts === 1 ? countPoints(cursor, from, to, kind, plan) : countParts(cursor, start, end, plan);
      if (!plan.mapped) into.drop(origin.source.hub, 'unmapped', count);
    }
    cursor.at = end;
  }

  #layout(cursor: Cursor, end: number): Layout {
    const layout: Layout = { name: '', kind: 0, from: 0, to: 0, parts: 0 };
    while (cursor.at < end) {
      const tag = cursor.tag(end);
      if ((tag & 7) !== length) cursor.skip(tag, end);
      else {
        const to = cursor.length(end);
        const number = tag >>> 3;
        if (number === 1) layout.name = this.texts.read(cursor.words, cursor.at, to);
        else if (oneKind.has(number)) {
          layout.kind = number;
          layout.from = cursor.at;
          layout.to = to;
          layout.parts += 1;
        }
        cursor.at = to;
      }
    }
    return layout;
  }
}

const scopeOf = (words: DataView, from: number, to: number): string => decodeScope(bytesOf(words, from, to));

/** Where the last field of a number stands that holds a message; an empty stretch where there is none. */
function last(cursor: Cursor, end: number, number: number): [from: number, to: number] {
  let [from, to] = [0, 0];
  while (cursor.at < end) {
    const tag = cursor.tag(end);
    if (tag === field(number, length)) {
      to = cursor.length(end);
      from = cursor.at;
      cursor.at = to;
    } else cursor.skip(tag, end);
  }
  return [from, to];
}

/** Counts points, and looks at some of them for a mapping's preview. */
function countPoints(cursor: Cursor, from: number, to: number, kind: number, plan: MetricPlan): number {
  const attributes = attributesFields.get(kind);
  let count = 0;
  cursor.at = from;
  while (cursor.at < to) {
    const tag = cursor.tag(to);
    if (tag !== field(1, length)) {
      cursor.skip(tag, to);
      continue;
    }
    const end = cursor.length(to);
    count += 1;
    if (plan.toLookAt > 0 && attributes !== undefined)
      look(cursor.bytes.subarray(cursor.at, end), attributes, plan);
    cursor.at = end;
  }
  return count;
}

function look(point: Uint8Array, attributes: number, plan: MetricPlan): void {
  let read: Attributes;
  try {
    read = decodePointAttributes(point, attributes);
  } catch {
    // A preview is no reason to refuse what is counted without it.
    return;
  }
  plan.look(read);
}

/** The same of a metric whose points stand in several fields. */
function countParts(cursor: Cursor, from: number, to: number, plan: MetricPlan): number {
  let count = 0;
  cursor.at = from;
  while (cursor.at < to) {
    const tag = cursor.tag(to);
    if ((tag & 7) !== length || !oneKind.has(tag >>> 3)) cursor.skip(tag, to);
    else {
      const end = cursor.length(to);
      count += countPoints(cursor, cursor.at, end, tag >>> 3, plan);
    }
  }
  return count;
}

/** Takes the points of a gauge or a sum: points in field 1, temporality in 2, monotonic in 3. */
function points(
  cursor: Cursor,
  from: number,
  to: number,
  isSum: boolean,
  plan: MetricPlan,
  origin: Origin,
  into: Delivery,
): void {
  let [temporality, monotonic] = [0, false];
  if (isSum) {
    // They stand behind the points.
    cursor.at = from;
    while (cursor.at < to) {
      const tag = cursor.tag(to);
      if (tag === field(2, varint)) temporality = cursor.int32(to);
      else if (tag === field(3, varint)) monotonic = cursor.varint(to) !== 0;
      else cursor.skip(tag, to);
    }
  }
  const kind = isSum ? sumKind(temporality, monotonic) : gaugeKind;
  cursor.at = from;
  while (cursor.at < to) {
    const tag = cursor.tag(to);
    if (tag !== field(1, length)) {
      cursor.skip(tag, to);
      continue;
    }
    const end = cursor.length(to);
    readPoint(cursor, end, plan);
    const feeds = feedsOf(cursor, end, plan);
    if ((point.flags & noRecordedValue) === 0) takeNumber(origin, feeds, kind, point.numbers, into);
    else takeUnknown(feeds, kind, point.numbers, into);
  }
}

/** What the point feeds that was read last, and ends at `end`. */
function feedsOf(cursor: Cursor, end: number, plan: MetricPlan): readonly Feed[] {
  if (point.known) return plan.found;
  // Attributes of a point stand together; where they do not, all of its bytes are read for them.
  return point.together
    ? plan.ofBytes(cursor.words, point.attributesFrom, point.attributesTo)
    : plan.of(decodePointAttributes(cursor.bytes.subarray(point.from, end)));
}
