import type { DropReason } from '@hubscope/core/signal';
import type { Points } from '@hubscope/core/window';

/** One of the series that a classic histogram is written as. */
export interface Part {
  /** The upper bound, +Infinity for the last; NaN for the sum. */
  readonly le: number;
  /** Where its value stands in a scrape. */
  readonly place: number;
  /** The time of its newest value. */
  newest: number;
  /** Scrapes later than this are to have it; Infinity where none is. */
  usualAfter: number;
}

/** What came of one scrape. */
export class Scrape {
  time = NaN;
  /** When its counters began; NaN where that is not known. */
  start = NaN;
  arrived = 0;
  /** Whether all of it is zero. */
  empty = true;
  #values: Float64Array = new Float64Array();

  begin(time: number, start: number): void {
    this.time = time;
    this.start = start;
    this.arrived = 0;
    this.empty = true;
    this.#values.fill(NaN);
  }

  /** The value of one of its series; NaN where it has none. */
  value({ place }: Part): number {
    return this.#values[place] ?? NaN;
  }

  has(part: Part): boolean {
    return !Number.isNaN(this.value(part));
  }

  put({ place }: Part, value: number): void {
    if (place >= this.#values.length) this.#grow(place);
    this.#values[place] = value;
    this.arrived += 1;
    this.empty &&= value === 0;
  }

  #grow(place: number): void {
    const grown = new Float64Array(Math.max(16, 2 * place)).fill(NaN);
    grown.set(this.#values);
    this.#values = grown;
  }
}

/** Told of a scrape that is whole, or that nothing more is waited for. Answers why it can't be counted, or null. */
type Handed = (scrape: Scrape, begun: number, points: Points) => DropReason | null;

/** More buckets than this is nothing that a client library makes. */
const maxBuckets = 10_000;
/** Scrapes that are put together at once. */
const maxOpen = 8;
/** A scrape is waited for no longer than this, and until the second one after it, by their own times, ms. */
const longestOpenMs = 10_000;

/**
 * Puts the scrapes of a classic histogram together from its series. The parts of one may come in several requests, in any order, and
 * after parts of the next ones, as several shards of a sender bring them. A scrape is whole as soon as it has every usual series: those of
 * the scrape before. Which these are is not known at first, and when a series turns up that the scrape before had not; then a scrape is
 * whole when the next one has all that it has. Scrapes are handed on in the order of their times.
 */
export class OpenScrapes {
  /** By their upper bounds. */
  #buckets: readonly Part[] = [];
  #sum: Part | null = null;
  /** The bucket that holds all values. */
  #last: Part | null = null;
  /** By their times. */
  readonly #open: Scrape[] = [];
  readonly #spare: Scrape[] = [];
  /** The time of the newest scrape that was handed on. */
  #closed = -Infinity;
  /** How many series are usual; 0 where that is not known. */
  #usual = 0;

  /** @param handed is told when its counters began, where zeros said so; else NaN */
  constructor(private readonly handed: Handed) {}

  get buckets(): readonly Part[] {
    return this.#buckets;
  }

  /** The bucket with an upper bound; null past the bound on buckets. */
  bucket(le: number): Part | null {
    const known = this.#buckets.find((part) => part.le === le);
    if (known !== undefined) return known;
    if (this.#buckets.length >= maxBuckets) return null;
    const made = this.#part(le);
    this.#buckets = [...this.#buckets, made].sort((a, b) => a.le - b.le);
    if (le === Infinity) this.#last = made;
    return made;
  }

  /** The series of the sum of all values. */
  sum(): Part {
    this.#sum ??= this.#part(NaN);
    return this.#sum;
  }

  /** The sum of all values of a scrape; null where it has none. */
  sumOf(scrape: Scrape): number | null {
    return this.#sum !== null && scrape.has(this.#sum) ? scrape.value(this.#sum) : null;
  }

  #part(le: number): Part {
    const place = this.#buckets.length + (this.#sum === null ? 0 : 1);
    return { le, place, newest: -Infinity, usualAfter: Infinity };
  }

  /** Takes in a point of one of its series. Answers why not, or null. */
  take(part: Part, points: Points, at: number): DropReason | null {
    const time = points.time(at);
    const value = points.value(at);
    const known = this.#find(time);
    if (known === null && time <= this.#closed) return this.#late(part, time);
    if (known?.has(part) === true) return 'duplicate';
    if (!(value >= 0 && value < Infinity)) return 'bad_number';
    // One of these would make all that come after it late.
    if (time > (points.arrival[2] ?? NaN)) return 'future';
    const scrape = known ?? this.#begin(time, points.start(at));
    scrape.put(part, value);
    if (time > part.newest) part.newest = time;
    if (part.usualAfter === Infinity) this.#usual = 0;
    if (scrape.arrived === this.#usual) return this.#hand(scrape, points);
    return this.#open.length > 1 ? this.#settle(points) : null;
  }

  /** Lets go of the scrapes up to a time: they are counted otherwise. */
  leave(time: number): void {
    while ((this.#open[0]?.time ?? Infinity) <= time) this.#shift();
  }

  #find(time: number): Scrape | null {
    const open = this.#open;
    for (let place = open.length - 1; place >= 0; place -= 1) {
      const scrape = open[place];
      if (scrape?.time === time) return scrape;
    }
    return null;
  }

  #begin(time: number, start: number): Scrape {
    const scrape = this.#spare.pop() ?? new Scrape();
    scrape.begin(time, start);
    const open = this.#open;
    let place = open.length;
    while (place > 0 && (open[place - 1]?.time ?? NaN) > time) place -= 1;
    open.splice(place, 0, scrape);
    return scrape;
  }

  #shift(): Scrape | undefined {
    const scrape = this.#open.shift();
    if (scrape !== undefined) this.#spare.push(scrape);
    return scrape;
  }

  /** A part of a scrape that was handed on. Nothing is lost by one that was not to be waited for; it is from now on. */
  #late(part: Part, time: number): DropReason | null {
    if (part.newest === time) return 'duplicate';
    if (part.usualAfter === Infinity) {
      part.usualAfter = this.#closed;
      if (this.#usual > 0) this.#usual += 1;
    }
    return time <= part.usualAfter ? null : 'out_of_order';
  }

  /** Hands on what nothing more is waited for. */
  #settle(points: Points): DropReason | null {
    let reason: DropReason | null = null;
    for (let oldest = this.#open[0]; oldest !== undefined; oldest = this.#open[0]) {
      if (oldest.arrived !== this.#usual) {
        if (!this.#isOver(oldest)) break;
        this.#learn(oldest);
      }
      reason = this.#hand(oldest, points) ?? reason;
    }
    return reason;
  }

  #isOver(oldest: Scrape): boolean {
    const open = this.#open;
    const newest = open.at(-1)?.time ?? NaN;
    if (open.length > maxOpen) return true;
    // Zeros may be those of when the counters began, however long ago that is, and come one by one before the first values.
    if (!oldest.empty && open.length > 2 && newest - oldest.time > longestOpenMs) return true;
    const next = open[1];
    if (this.#usual > 0 || next === undefined || next.arrived < oldest.arrived) return false;
    if (this.#last === null || !oldest.has(this.#last) || (oldest.empty && open.length === 2)) return false;
    return this.#all().every((part) => !oldest.has(part) || next.has(part));
  }

  /** The usual series are those of a scrape from now on, and those of the scrapes after it. */
  #learn(scrape: Scrape): void {
    if (this.#last === null || !scrape.has(this.#last)) return;
    this.#usual = 0;
    for (const part of this.#all()) {
      const later = this.#open.some((open) => open.has(part));
      part.usualAfter = scrape.has(part) ? -Infinity : later ? scrape.time : Infinity;
      if (later) this.#usual += 1;
    }
  }

  #all(): readonly Part[] {
    return this.#sum === null ? this.#buckets : [...this.#buckets, this.#sum];
  }

  /** Hands on a scrape. What is open of those before it will never be whole. */
  #hand(scrape: Scrape, points: Points): DropReason | null {
    let reason: DropReason | null = null;
    let begun = NaN;
    for (let older = this.#shift(); older !== undefined && older !== scrape; older = this.#shift()) {
      // Zeros say when its counters began; that of the last bucket is one of all.
      if (older.empty && this.#last !== null && older.has(this.#last)) begun = older.time;
      else reason = 'bad_number';
    }
    this.#closed = scrape.time;
    return this.handed(scrape, begun, points) ?? reason;
  }
}
