import {
  type Component,
  type DropReason,
  type HubId,
  type SignalTable,
  type Source,
  type SpanObservation,
} from '../signal/index.js';
import { endOf, secondOf, shift, type Millis, type Second } from '../time/index.js';
import type { ClosedSecond } from './closed.js';
import { MetricArrivals } from './arrivals.js';
import { Cells, type SeriesRoom } from './cells.js';
import { closeSecond } from './close.js';
import { Instance, type Kind } from './instance.js';
import { Kinship } from './kinship.js';
import { Learnt } from './learnt.js';
import { amendSeconds, forgetInstanceMs, type WindowLimits } from './limits.js';
import { Roster } from './roster.js';
import type { RowRoom } from './row-room.js';
import { Seconds } from './seconds.js';
import { noteCarried, type Row, type SecondBucket, type WorkTally } from './tally.js';

/** Amended seconds are handed on at most this often, so that a burst of late data is one amendment, ms. */
const amendEveryMs = 250;

/** Spans whose place is not settled, a hub; past it the oldest count as they stand. */
const maxCandidates = 200_000;

/** The windows of one hub: telemetry in, closed seconds out. */
export class HubWindow {
  readonly instances = new Map<string, Instance>();
  readonly roster: Roster;
  readonly seconds: Seconds;
  readonly kinship: Kinship;
  readonly metrics = new MetricArrivals(this);
  /** Signals that spans have told of. */
  readonly toldBySpans = new Set<string>();
  /** Metrics that give operations, in the order of their first arrival. */
  readonly meters: string[] = [];
  /** Whether any operation came as a span. */
  spansGiveOperations = false;
  firstSecond: Second | null = null;
  heardAt: Millis | null = null;
  readonly #cells: Cells;
  #processes = 0;
  #amendedAt = -Infinity;
  /** How long after a second's end is told of by one process the last of the others follows, ms. */
  readonly #lateness = new Learnt();

  constructor(
    readonly hub: HubId,
    readonly table: SignalTable,
    readonly limits: WindowLimits,
    /** The metric that operations are taken from; null chooses. */
    readonly operationsMetric: string | null,
    private readonly drop: (reason: DropReason, count: number) => void,
    room: { readonly series: SeriesRoom; readonly rows: RowRoom },
  ) {
    this.#cells = new Cells(room.series);
    this.seconds = new Seconds(room.rows);
    this.roster = new Roster(limits.components);
    this.kinship = new Kinship(limits.recentSpans);
  }

  /** The instance that a source speaks for; null past the bound. */
  instance(source: Source): Instance | null {
    let instance = this.instances.get(source.instance);
    if (instance === undefined) {
      if (this.instances.size >= this.limits.instances) return null;
      this.#processes = (this.#processes + 1) % 65_536;
      instance = new Instance(source, this.#processes, this.#cells);
      this.instances.set(source.instance, instance);
    }
    instance.source = source;
    return instance;
  }

  /** Counts a span. Answers why not, or null. */
  span(span: SpanObservation, instance: Instance, now: Millis): DropReason | null {
    const which = secondOf(span.end);
    if (this.seconds.gone(which)) return 'too_old';
    if (this.kinship.saw(span.spanId)) return 'duplicate';
    for (const waiting of this.kinship.see(span, instance.number, now)) this.seconds.touch(waiting);
    instance.spans.observed(span.end, now);
    const bucket = this.seconds.bucket(which);
    this.#lateness.record(bucket.readyAt === null ? 0 : now - bucket.readyAt, now);
    bucket.contributed(instance.source.instance);
    const row =
      span.component === null || this.#enters(span) ? null : this.#row(span.component, which, bucket);
    if (row !== null && span.component !== null) {
      const wraps = span.component.kind !== 'service' && this.kinship.wraps(span, span.component, now);
      if (!wraps) row.work.operations.add(span.end - span.start, span.failed, span.weight);
      this.#carry(span, bucket, row.work);
    }
    this.#operation(span, bucket, which, instance, now);
    this.#message(span, bucket, which, row?.key ?? null, now);
    this.seconds.touch(which);
    return null;
  }

  /** Closes every second that can be, and hands on what was closed or amended. */
  advance(now: Millis, hand: (closed: ClosedSecond) => void): void {
    const { seconds } = this;
    // After a long silence the seconds that nothing can reach any more are left out, not handed on one by one.
    const oldest = shift(secondOf(now), -amendSeconds - 1);
    if (seconds.lastClosed !== null && seconds.lastClosed < oldest) seconds.lastClosed = oldest;
    for (;;) {
      const next = seconds.next();
      if (next === null || !this.#closable(next, now)) break;
      seconds.bucket(next).closed = true;
      seconds.lastClosed = next;
      this.#hand(next, now, false, hand);
      seconds.forgetOld(next);
    }
    if (now - this.#amendedAt < amendEveryMs) return;
    const dirty = seconds.dirty();
    if (dirty.length === 0) return;
    this.#amendedAt = now;
    for (const which of dirty) this.#hand(which, now, true, hand);
  }

  /** Looks again at closed seconds in which something was missing: what arrived may say that nothing happened in them. */
  arrived(now: Millis): void {
    this.heardAt = now;
    for (const which of this.seconds.blind) {
      const end = endOf(which);
      if (this.expected(now).every((instance) => instance.passed(end, now))) this.seconds.touch(which);
    }
  }

  /** Instances that are expected to report now. */
  expected(now: Millis): Instance[] {
    return [...this.instances.values()].filter((instance) => instance.alive(now));
  }

  /** Whether the hub has fallen silent: three of its usual intervals, 10 s at least. */
  silent(now: Millis): boolean {
    return this.heardAt !== null && this.expected(now).length === 0;
  }

  /** Forgets processes that are gone, and metric series. */
  prune(now: Millis): void {
    for (const [id, instance] of this.instances) {
      if (now - (instance.heardAt() ?? 0) <= forgetInstanceMs) instance.prune(now);
      else {
        instance.forget();
        this.instances.delete(id);
      }
    }
  }

  /** Lets go of all that it holds. */
  forget(): void {
    for (const instance of this.instances.values()) instance.forget();
    this.instances.clear();
    this.seconds.forget();
  }

  #closable(which: Second, now: Millis): boolean {
    const end = endOf(which);
    const expected = this.expected(now);
    if (expected.length === 0) return false;
    const bucket = this.seconds.bucket(which);
    const kind = this.#closingKind(expected, now);
    let [ready, awaited, longest] = [true, 0, 0];
    for (const instance of expected) {
      const stream = instance[kind];
      if (!stream.alive(now)) continue;
      longest = Math.max(longest, instance.delayMs(kind, now));
      if (!stream.prompt(now)) continue;
      awaited += 1;
      ready &&= (stream.watermark ?? 0) >= end || instance.passed(end, now);
    }
    if (ready && awaited > 0) {
      bucket.readyAt ??= now;
      // Exporters of one process may deliver one after the other: wait for those that usually follow.
      const grace = Math.min(this.#lateness.quantile(0.99, now) ?? 0, longest);
      if (now - bucket.readyAt >= grace) return true;
    }
    return longest > 0 && now >= end + longest;
  }

  /**
   * The streams whose watermarks close seconds: those that give operations. Where none of them has said anything for long, nothing ends
   * in this hub, and its metrics carry it on.
   */
  #closingKind(expected: readonly Instance[], now: Millis): Kind {
    return this.spansGiveOperations && expected.some(({ spans }) => spans.alive(now)) ? 'spans' : 'metrics';
  }

  /** The key of the row under which a component's work is counted: its own, or that of `other`. */
  row(component: Component, which: Second): string {
    return this.#admit(component, which).key;
  }

  /** What is remembered of a component, or of `other`; one more operation of it is counted. */
  #admit(component: Component, which: Second): ReturnType<Roster['admit']> {
    const entry = this.roster.admit(component, which);
    if (entry.folded) this.drop('component_limit', 1);
    return entry;
  }

  /** The row of a second under which a component's work is counted; one more operation of it is. */
  #row(component: Component, which: Second, bucket: SecondBucket): Pick<Row, 'key' | 'work'> {
    const known = bucket.rows.get(component);
    if (known !== undefined) {
      this.roster.worked(known.entry, which);
      return known;
    }
    const entry = this.#admit(component, which);
    const { key } = entry;
    const work = bucket.component(key);
    if (entry.folded) return { key, work };
    const row = { key, work, entry };
    // Of a flood of names nothing is kept by object.
    bucket.rows.set(component, row);
    return row;
  }

  /** Whether a span is an operation of its service only if it enters it: it continues a trace, and says no more of itself. */
  #enters(span: SpanObservation): boolean {
    return span.component?.kind === 'service' && span.parentId !== null;
  }

  #carry(span: SpanObservation, bucket: SecondBucket, work: WorkTally): void {
    if (!noteCarried(span, this.toldBySpans)) return;
    work.carry(span);
    bucket.work.carry(span);
  }

  #operation(
    span: SpanObservation,
    bucket: SecondBucket,
    which: Second,
    instance: Instance,
    now: Millis,
  ): void {
    const { parentId, kind, failed, weight } = span;
    const durationMs = span.end - span.start;
    if (parentId === null) {
      this.spansGiveOperations = true;
      bucket.work.operations.add(durationMs, failed, weight);
      const { variant = null } = span;
      if (variant !== null) {
        this.#row(variant, which, bucket).work.operations.add(durationMs, failed, weight);
      }
      return;
    }
    const component = this.#enters(span) ? span.component : null;
    // A span that says what it works for is an operation of the hub only where it comes in from outside.
    if (kind !== 'server' && kind !== 'consumer') return;
    const process = instance.number;
    if (this.kinship.saw(parentId)) {
      if (component !== null && !this.kinship.sawWithin(parentId, process)) {
        const { work } = this.#row(component, which, bucket);
        work.operations.add(durationMs, failed, weight);
        this.#carry(span, bucket, work);
      }
      return;
    }
    this.spansGiveOperations = true;
    this.kinship.wait(parentId, which, now);
    bucket.candidates.push({ parentId, component, process, durationMs, failed, weight });
    this.seconds.candidates += 1;
    if (this.seconds.candidates > maxCandidates) this.#settleOldest();
  }

  #message(
    span: SpanObservation,
    bucket: SecondBucket,
    which: Second,
    component: string | null,
    now: Millis,
  ): void {
    const { weight } = span;
    if (span.communicates) this.#communicated(bucket, component, span.end - span.start, weight);
    if (span.kind === 'producer') {
      for (const { receipt, ms } of this.kinship.sent(span, now)) {
        const received = this.seconds.get(receipt.second);
        if (received === undefined) continue;
        this.#communicated(received, receipt.component, ms, receipt.weight);
        this.seconds.touch(receipt.second);
      }
    }
    if (span.kind !== 'consumer' || span.parentId === null) return;
    const receipt = { start: span.start, second: which, component, weight };
    const arrival = this.kinship.received(span.parentId, receipt, now);
    if (arrival !== null) this.#communicated(bucket, component, arrival.ms, weight);
  }

  #communicated(bucket: SecondBucket, component: string | null, ms: number, weight: number): void {
    this.toldBySpans.add('communication');
    bucket.work.distribution('communication').record(ms, weight);
    if (component !== null) bucket.component(component).distribution('communication').record(ms, weight);
  }

  #hand(which: Second, now: Millis, amended: boolean, hand: (closed: ClosedSecond) => void): void {
    const bucket = this.seconds.bucket(which);
    this.#settle(which, bucket);
    const closed = closeSecond(this, bucket, which, now, amended);
    this.seconds.handed(which, closed.blind);
    if (this.firstSecond === null || which < this.firstSecond) this.firstSecond = which;
    hand(closed.second);
  }

  /**
   * Decides candidates whose parent has turned up: they are no operations of the hub, and of their service only where the parent ran in
   * another process. The others stay open, and count for now.
   */
  #settle(which: Second, bucket: SecondBucket): void {
    const open = bucket.candidates.filter((candidate) => {
      const { parentId, component, process, durationMs, failed, weight } = candidate;
      if (!this.kinship.saw(parentId)) return true;
      if (component !== null && !this.kinship.sawWithin(parentId, process)) {
        this.#row(component, which, bucket).work.operations.add(durationMs, failed, weight);
      }
      return false;
    });
    this.seconds.candidates -= bucket.candidates.length - open.length;
    bucket.candidates = open;
  }

  /** Counts the candidates of the oldest second that has any as operations for good. */
  #settleOldest(): void {
    const which = this.seconds.oldestCandidates();
    if (which === null) return;
    const bucket = this.seconds.bucket(which);
    this.#settle(which, bucket);
    for (const { component, durationMs, failed, weight } of bucket.candidates) {
      bucket.work.operations.add(durationMs, failed, weight);
      if (component !== null)
        this.#row(component, which, bucket).work.operations.add(durationMs, failed, weight);
    }
    this.seconds.candidates -= bucket.candidates.length;
    bucket.candidates = [];
  }

  /** How far behind real time its telemetry usually is, ms. */
  delayMs(now: Millis): number {
    const expected = this.expected(now);
    const kind = this.#closingKind(expected, now);
    return Math.max(0, ...expected.map((each) => (each[kind].alive(now) ? each[kind].delayMs(now) : 0)));
  }
}
