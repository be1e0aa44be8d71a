import type { Points } from '@hubscope/core/window';
import type { Book, MetricType } from './book.js';
import { malformed, type Cursor } from './cursor.js';
import { readHistogram, readSample } from './fields.js';
import { Interned } from '../interned.js';
import { maxLabelBytes, maxLabels } from './labels.js';
import { metricType } from './metadata.js';
import type { Taker } from './series.js';
import type { Tally } from './tally.js';

/** Numbers of texts that a series may refer to. */
const maxReferences = 2 * maxLabels;

/**
 * `io.prometheus.write.v2.Request`, remote write 2.0. Series name their labels by places in a table of texts that each request brings
 * anew; each text gets a number that lasts, and a series is found by the numbers of its labels.
 */
export class WriteV2 {
  readonly #texts = new Interned<number>({ entries: 500_000, bytes: 64 * 1024 * 1024 });
  readonly #series = new Interned<Taker>({ entries: 200_000, bytes: 64 * 1024 * 1024 });
  #generation = 0;
  #nextText = 1;
  /** Where the texts of the request stand, and their lasting numbers; 0 where it has none yet. */
  #begins = new Int32Array(1024);
  #ends = new Int32Array(1024);
  #numbers = new Int32Array(1024);
  #count = 0;
  readonly #key = new Int32Array(maxReferences + 1);
  readonly #keyWords = new DataView(this.#key.buffer);
  readonly #created = new Float64Array(1);
  readonly #references = new Int32Array(maxReferences);

  constructor(private readonly book: Book) {}

  /** @throws HubscopeError `malformed_body`; what stood before the fault is taken in */
  read(cursor: Cursor, tally: Tally, points: Points): void {
    if (this.#generation !== this.book.generation) {
      this.#generation = this.book.generation;
      this.#series.clear();
    }
    const { end } = cursor;
    this.#symbols(cursor);
    cursor.at = 0;
    while (cursor.at < end) {
      const tag = cursor.varint();
      if (tag === 42) this.#timeSeries(cursor, cursor.limit(), tally, points);
      else cursor.skip(tag);
    }
  }

  /** Notes where the texts stand. They come first as a rule, but need not. */
  #symbols(cursor: Cursor): void {
    this.#count = 0;
    // Numbers start anew together with what refers to them, long before they run out.
    if (this.#nextText > 2 ** 30) {
      this.#nextText = 1;
      this.#texts.clear();
      this.#series.clear();
    }
    while (cursor.at < cursor.end) {
      const tag = cursor.varint();
      if (tag !== 34) {
        cursor.skip(tag);
        continue;
      }
      const limit = cursor.limit();
      if (this.#count >= this.#begins.length) this.#grow();
      this.#begins[this.#count] = cursor.at;
      this.#ends[this.#count] = limit;
      this.#numbers[this.#count] = 0;
      this.#count += 1;
      cursor.at = limit;
    }
  }

  #grow(): void {
    const double = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(old.length * 2);
      grown.set(old);
      return grown;
    };
    this.#begins = double(this.#begins);
    this.#ends = double(this.#ends);
    this.#numbers = double(this.#numbers);
  }

  #timeSeries(cursor: Cursor, limit: number, tally: Tally, points: Points): void {
    const outer = cursor.end;
    cursor.end = limit;
    const begin = cursor.at;
    // What samples need stands behind them in the message, as a rule: labels, kind and start are read first.
    let references = 0;
    let type = 0;
    this.#created.fill(NaN);
    let some = false;
    while (cursor.at < limit) {
      const tag = cursor.varint();
      if (tag === 10) references = this.#readReferences(cursor, cursor.limit(), references);
      else if (tag === 8) references = this.#reference(cursor.varint(), references);
      else if (tag === 42) type = this.#type(cursor, cursor.limit());
      else if (tag === 48) cursor.int64Into(this.#created, 0);
      else {
        some ||= tag === 18 || tag === 26;
        if (tag === 34) tally.exemplars += 1;
        cursor.skip(tag);
      }
    }
    if (some) {
      const taker = this.#taker(cursor, references, type);
      if (!tally.begun) tally.begin(taker.hub);
      cursor.at = begin;
      while (cursor.at < limit) {
        const tag = cursor.varint();
        points.starts[0] = this.#start();
        if (tag === 18) readSample(cursor, cursor.limit(), points, taker, tally);
        else if (tag === 26) readHistogram(cursor, cursor.limit(), points, taker, tally);
        else cursor.skip(tag);
      }
    }
    cursor.end = outer;
  }

  /** When the counter of the series began; NaN where it does not say (0 says nothing). */
  #start(): number {
    const created = this.#created[0] ?? NaN;
    return created > 0 ? created : NaN;
  }

  #readReferences(cursor: Cursor, limit: number, before: number): number {
    let count = before;
    while (cursor.at < limit) count = this.#reference(cursor.varint(), count);
    cursor.close(limit);
    return count;
  }

  #reference(reference: number, count: number): number {
    if (reference >= this.#count) malformed('a label refers to no text');
    if (count >= maxReferences) malformed('a series has too many labels');
    this.#references[count] = reference;
    return count + 1;
  }

  #type(cursor: Cursor, limit: number): number {
    let type = 0;
    while (cursor.at < limit) {
      const tag = cursor.varint();
      if (tag === 8) type = cursor.varint();
      else cursor.skip(tag);
    }
    cursor.close(limit);
    return type;
  }

  #taker(cursor: Cursor, references: number, type: number): Taker {
    if (references % 2 !== 0) malformed('a label has a name and no value');
    for (let place = 0; place < references; place += 1) {
      this.#key[place] = this.#number(cursor, this.#references[place] ?? 0);
    }
    this.#key[references] = type;
    const end = 4 * (references + 1);
    const hash = this.#series.hash(this.#keyWords, 0, end);
    const known = this.#series.find(this.#keyWords, 0, end, hash);
    if (known !== undefined) return known;
    const labels = this.#labels(cursor, references);
    if (labels === null) return this.book.refused(this.book.hub(new Map()), 'bad_labels');
    const named: MetricType | null = type === 0 ? null : metricType(type);
    const taker = this.book.series(labels, named);
    this.#series.add(this.#keyWords, 0, end, hash, taker);
    return taker;
  }

  /** The lasting number of a text of this request. */
  #number(cursor: Cursor, symbol: number): number {
    const kept = this.#numbers[symbol] ?? 0;
    if (kept !== 0) return kept;
    const [begin, end] = [this.#begins[symbol] ?? 0, this.#ends[symbol] ?? 0];
    const hash = end - begin > maxLabelBytes ? 0 : this.#texts.hash(cursor.words, begin, end);
    const known = end - begin > maxLabelBytes ? undefined : this.#texts.find(cursor.words, begin, end, hash);
    const number = known ?? this.#nextText;
    if (known === undefined) {
      this.#nextText += 1;
      if (end - begin <= maxLabelBytes) this.#texts.add(cursor.words, begin, end, hash, number);
    }
    this.#numbers[symbol] = number;
    return number;
  }

  /** The labels of a series; null where one is doubled or all are too long. */
  #labels(cursor: Cursor, references: number): Map<string, string> | null {
    const { at } = cursor;
    const labels = new Map<string, string>();
    let bytes = 0;
    const text = (place: number): string => {
      const symbol = this.#references[place] ?? 0;
      cursor.at = this.#begins[symbol] ?? 0;
      const limit = this.#ends[symbol] ?? 0;
      bytes += limit - cursor.at;
      return bytes > maxLabelBytes ? '' : cursor.text(limit);
    };
    let doubled = false;
    for (let place = 0; place < references; place += 2) {
      const [name, value] = [text(place), text(place + 1)];
      doubled ||= labels.has(name);
      if (value !== '') labels.set(name, value);
    }
    cursor.at = at;
    return doubled || bytes > maxLabelBytes ? null : labels;
  }
}
