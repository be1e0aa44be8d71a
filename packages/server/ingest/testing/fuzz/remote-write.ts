import type { OutsideHistogram } from '@hubscope/core/distribution';
import { openGrant } from '@hubscope/core/access/testing';
import { hubId, type DropReason, type HubId } from '@hubscope/core/signal';
import { Points } from '@hubscope/core/window';
import { OwnHubs } from '../../own-hubs.js';
import { Book } from '../../prometheus/book.js';
import { Cursor } from '../../prometheus/cursor.js';
import { fromNative } from '../../prometheus/native.js';
import type { Labels } from '../../prometheus/names.js';
import type { Taker } from '../../prometheus/series.js';
import { Tally } from '../../prometheus/tally.js';
import { House } from '../../prometheus/testing/house.js';
import { messages } from '../../prometheus/testing/messages.js';
import { WriteV1 } from '../../prometheus/write-v1.js';
import { WriteV2 } from '../../prometheus/write-v2.js';

type Pairs = readonly (readonly [name: string, value: string])[];

/** A point in words: the labels of its series, its time, its start and its value. */
function inWords(labels: Pairs | DropReason, time: number, start: number | null, value: unknown): string {
  return JSON.stringify([labels, time, start, typeof value === 'number' ? String(value) : value]);
}

/** Notes the points of one series. */
class Noted implements Taker {
  readonly hub = hubId('');
  readonly seen = null;

  constructor(
    private readonly labels: Pairs | DropReason,
    private readonly note: (point: string) => void,
  ) {}

  number(points: Points, at: number): null {
    return this.#point(points, at, points.value(at));
  }

  histogram(points: Points, at: number, value: OutsideHistogram | null): null {
    return this.#point(points, at, value);
  }

  unknown(): void {
    // It has no value to compare.
  }

  #point(points: Points, at: number, value: unknown): null {
    const start = points.start(at);
    this.note(inWords(this.labels, points.time(at), Number.isNaN(start) ? null : start, value));
    return null;
  }
}

/** Notes what the readers of remote write hand on. */
class Listener extends Book {
  heard: string[] = [];

  constructor() {
    super(new House());
  }

  override series(labels: Labels): Taker {
    return new Noted([...labels], (point) => this.heard.push(point));
  }

  override refused(_: HubId, reason: DropReason): Taker {
    return new Noted(reason, (point) => this.heard.push(point));
  }
}

/** The readers of remote write, with what they remember from request to request. */
export class Readers {
  readonly #listener = new Listener();
  readonly #readers = { v1: new WriteV1(this.#listener), v2: new WriteV2(this.#listener) };

  /** The points of a message, in words. @throws HubscopeError `malformed_body` */
  read(version: 'v1' | 'v2', input: Buffer): string[] {
    this.#listener.heard = [];
    const cursor = new Cursor();
    cursor.open(input);
    this.#readers[version].read(cursor, new Tally(new OwnHubs(openGrant)), new Points(1));
    return this.#listener.heard.sort();
  }
}

interface PlainHistogram {
  readonly sum?: number;
  readonly schema?: number;
  readonly zero_count_int?: number;
  readonly zero_count_float?: number;
  readonly negative_deltas?: readonly number[];
  readonly negative_counts?: readonly number[];
  readonly positive_spans?: readonly { readonly offset?: number; readonly length?: number }[];
  readonly positive_deltas?: readonly number[];
  readonly positive_counts?: readonly number[];
  readonly reset_hint?: number;
  readonly timestamp?: number;
  readonly custom_values?: readonly number[];
  readonly start_timestamp?: number;
}

interface PlainSeries {
  readonly labels?: readonly { readonly name?: string; readonly value?: string }[];
  readonly labels_refs?: readonly number[];
  readonly samples?: readonly {
    readonly value?: number;
    readonly timestamp?: number;
    readonly start_timestamp?: number;
  }[];
  readonly histograms?: readonly PlainHistogram[];
  readonly created_timestamp?: number;
}

interface PlainRequest {
  readonly symbols?: readonly string[];
  readonly timeseries?: readonly PlainSeries[];
}

/** As many ns as an int64 holds, in ms: what is later is no time. */
const isTime = (time: number): boolean => time > 0 && time <= 2 ** 63 / 1e6;

function pairsOf(series: PlainSeries, symbols: readonly string[]): Pairs {
  const { labels = [], labels_refs: references = [] } = series;
  const written = references.flatMap((reference, place): [string, string][] =>
    place % 2 === 0 ? [[symbols[reference] ?? '', symbols[references[place + 1] ?? NaN] ?? '']] : [],
  );
  return [...labels.map(({ name = '', value = '' }): [string, string] => [name, value]), ...written];
}

/** What labels come to: those with a value, or why they can't be taken. */
function labelsOf(pairs: Pairs): Pairs | DropReason {
  const found = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (found.has(name)) return 'bad_labels';
    if (value !== '') found.set(name, value);
  }
  return [...found];
}

function histogramOf(plain: PlainHistogram): OutsideHistogram | null {
  const { positive_spans: spans = [], positive_counts: counts = [], positive_deltas: deltas = [] } = plain;
  const below = [...(plain.negative_deltas ?? []), ...(plain.negative_counts ?? [])];
  return fromNative({
    schema: plain.schema ?? 0,
    sum: plain.sum ?? 0,
    zeroCount: plain.zero_count_int ?? plain.zero_count_float ?? 0,
    spans: {
      offsets: spans.map(({ offset = 0 }) => offset),
      lengths: spans.map(({ length = 0 }) => length),
    },
    counts: [
      ...counts,
      ...deltas.map((_, place) => deltas.slice(0, place + 1).reduce((sum, delta) => sum + delta, 0)),
    ],
    negative: below.some((count) => count !== 0),
    bounds: [...(plain.custom_values ?? [])],
    gauge: plain.reset_hint === 3,
  });
}

/** The points of a message as protobufjs reads it, in words. @throws where it can't */
export function byReference(version: 'v1' | 'v2', input: Buffer): string[] {
  const type = messages[version];
  const request = type.toObject(type.decode(input), { longs: Number }) as PlainRequest;
  const points: string[] = [];
  for (const series of request.timeseries ?? []) {
    const labels = labelsOf(pairsOf(series, request.symbols ?? []));
    const startOf = (own = 0): number | null =>
      [own, series.created_timestamp ?? 0].find((start) => isTime(start)) ?? null;
    for (const { value = 0, timestamp = 0, start_timestamp: start } of series.samples ?? [])
      if (isTime(timestamp) && !Number.isNaN(value))
        points.push(inWords(labels, timestamp, startOf(start), value));
    for (const histogram of series.histograms ?? []) {
      const { timestamp = 0, sum = 0, start_timestamp: start } = histogram;
      if (isTime(timestamp) && !Number.isNaN(sum))
        points.push(inWords(labels, timestamp, startOf(start), histogramOf(histogram)));
    }
  }
  return points.sort();
}
