import type { Points } from '@hubscope/core/window';
import type { Book } from './book.js';
import { malformed, type Cursor } from './cursor.js';
import { readHistogram, readSample } from './fields.js';
import { Interned } from '../interned.js';
import { metricType } from './metadata.js';
import { maxLabelBytes, maxLabels } from './labels.js';
import type { Taker } from './series.js';
import type { Tally } from './tally.js';

/**
 * `prometheus.WriteRequest`, remote write 1.0: read in one pass over its bytes. The labels of a series stand in each request as the same bytes,
 * so that the series is found by them and no label is decoded twice.
 */
export class WriteV1 {
  readonly #series = new Interned<Taker>({ entries: 200_000, bytes: 64 * 1024 * 1024 });
  #generation = 0;

  constructor(private readonly book: Book) {}

  /** @throws HubscopeError `malformed_body`; what stood before the fault is taken in */
  read(cursor: Cursor, tally: Tally, points: Points): void {
    if (this.#generation !== this.book.generation) {
      this.#generation = this.book.generation;
      this.#series.clear();
    }
    const { end } = cursor;
    while (cursor.at < end) {
      const tag = cursor.varint();
      if (tag === 10) this.#timeSeries(cursor, cursor.limit(), tally, points);
      else if (tag === 26) this.#metadata(cursor, cursor.limit());
      else cursor.skip(tag);
    }
  }

  #timeSeries(cursor: Cursor, limit: number, tally: Tally, points: Points): void {
    const outer = cursor.end;
    cursor.end = limit;
    const begin = cursor.at;
    let labelsEnd = begin;
    while (cursor.at < limit) {
      if (cursor.varint() !== 10) break;
      cursor.at = cursor.limit();
      labelsEnd = cursor.at;
    }
    cursor.at = labelsEnd;
    const taker = this.#taker(cursor, begin, labelsEnd);
    while (cursor.at < limit) {
      const tag = cursor.varint();
      points.starts[0] = NaN;
      if (tag === 18) readSample(cursor, cursor.limit(), points, taker, tally);
      else if (tag === 34) readHistogram(cursor, cursor.limit(), points, taker, tally);
      else if (tag === 10) malformed('labels stand behind samples');
      else {
        if (tag === 26) tally.exemplars += 1;
        cursor.skip(tag);
      }
    }
    cursor.close(limit);
    cursor.end = outer;
  }

  #taker(cursor: Cursor, begin: number, end: number): Taker {
    const { words } = cursor;
    const next = this.#series.following(words, begin, end);
    if (next !== undefined) return next;
    const tooLong = end - begin > maxLabelBytes;
    const hash = tooLong ? 0 : this.#series.hash(words, begin, end);
    const known = tooLong ? undefined : this.#series.find(words, begin, end, hash);
    if (known !== undefined) return known;
    const labels = tooLong ? null : this.#labels(cursor, begin, end);
    if (labels === null) return this.book.refused(this.book.hub(new Map()), 'bad_labels');
    const taker = this.book.series(labels);
    this.#series.add(words, begin, end, hash, taker);
    return taker;
  }

  /** The labels of a series; null where one is doubled or there are too many. Their order is of no account. */
  #labels(cursor: Cursor, begin: number, end: number): Map<string, string> | null {
    const [at, outer] = [cursor.at, cursor.end];
    const labels = new Map<string, string>();
    let doubled = false;
    cursor.at = begin;
    cursor.end = end;
    while (cursor.at < end) {
      cursor.varint();
      const limit = cursor.limit();
      let [name, value] = ['', ''];
      while (cursor.at < limit) {
        const tag = cursor.varint();
        if (tag === 10) name = cursor.text(cursor.limit());
        else if (tag === 18) value = cursor.text(cursor.limit());
        else cursor.skip(tag);
      }
      cursor.close(limit);
      doubled ||= labels.has(name) || labels.size >= maxLabels;
      // An empty value is as good as no label.
      if (value !== '') labels.set(name, value);
    }
    cursor.at = at;
    cursor.end = outer;
    return doubled ? null : labels;
  }

  #metadata(cursor: Cursor, limit: number): void {
    let [type, name] = [0, ''];
    while (cursor.at < limit) {
      const tag = cursor.varint();
      if (tag === 8) type = cursor.varint();
      else if (tag === 18) name = cursor.text(cursor.limit());
      else cursor.skip(tag);
    }
    cursor.close(limit);
    this.book.type(name, metricType(type));
  }
}
