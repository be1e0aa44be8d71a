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
  /** Where the labels of the series before end, if it is the one that was found last; -1 where not. */
  #before = -1;

  constructor(private readonly book: Book) {}

  /** @throws HubscopeError `malformed_body`; what stood before the fault is taken in */
  read(cursor: Cursor, tally: Tally, points: Points): void {
    if (this.#generation !== this.book.generation) {
      this.#generation = this.book.generation;
      this.#series.clear();
    }
    this.#before = -1;
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
    const taker = this.#following(cursor, limit) ?? this.#taker(cursor, limit);
    if (!tally.begun) tally.begin(taker.hub);
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

  /** What takes the series that stood behind the last one before, if its labels are what comes now; passes over them. */
  #following(cursor: Cursor, limit: number): Taker | undefined {
    const end = this.#series.following(cursor.words, cursor.at, limit, this.#before);
    this.#before = end;
    // Another label may follow, which makes it another series.
    if (end < 0 || (end < limit && isLabel(cursor.bytes[end] ?? 0))) return undefined;
    cursor.at = end;
    return this.#series.found;
  }

  /** What takes the series whose labels come now; passes over them. */
  #taker(cursor: Cursor, limit: number): Taker {
    const begin = cursor.at;
    let end = begin;
    while (cursor.at < limit) {
      if (cursor.varint() !== 10) break;
      cursor.at = cursor.limit();
      end = cursor.at;
    }
    cursor.at = end;
    const { words } = cursor;
    const tooLong = end - begin > maxLabelBytes;
    const hash = tooLong ? 0 : this.#series.hash(words, begin, end);
    const known = tooLong ? undefined : this.#series.find(words, begin, end, hash);
    this.#before = known === undefined ? -1 : end;
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

/** Whether a field may be a label by the first byte of its tag; one above 127 may be the beginning of any. */
function isLabel(tag: number): boolean {
  return tag === 10 || tag > 127;
}
