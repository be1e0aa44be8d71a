import { Distribution, type OutsideHistogram } from '@hubscope/core/distribution';
import type { DropReason, HubId } from '@hubscope/core/signal';
import type { Millis } from '@hubscope/core/time';
import { Points } from '@hubscope/core/window';
import type { SeriesSink } from '../sink.js';
import { parseLine, type StatsdLine } from './line.js';
import type { StatsdSeries, StatsdNames } from './series.js';

/** Series of one flush; past it lines of others are refused until the next. */
const maxSeries = 10_000;
/** Members of one set in one flush; past it the rest are not told apart. */
const maxMembers = 10_000;
/** A series that said nothing for so many flushes is forgotten. */
const idleFlushes = 600;

/** What the lines of one series added up to since the flush before. */
interface Gathered {
  readonly series: StatsdSeries;
  counted: number;
  /** A gauge stays what it is until it is set anew. */
  gauge: number | null;
  distribution: Distribution | null;
  members: Set<string> | null;
  idle: number;
  fresh: boolean;
}

/** A distribution in the form that comes from outside, at its own resolution. */
function outside(distribution: Distribution): OutsideHistogram {
  const { scale, zeroCount, sum, min, max } = distribution.state();
  const counts: number[] = [];
  let offset = NaN;
  distribution.forEachBucket((count, index) => {
    if (Number.isNaN(offset)) offset = index;
    while (counts.length <= index - offset) counts.push(0);
    counts[index - offset] = count;
  });
  return {
    kind: 'exponential',
    scale,
    zeroCount,
    offset: counts.length === 0 ? 0 : offset,
    counts,
    sum,
    min,
    max,
  };
}

/** StatsD's lines, added up and handed on once a second as points. */
export class Aggregate {
  readonly #sink: SeriesSink;
  readonly #names: StatsdNames;
  readonly #gathered = new Map<string, Gathered>();
  readonly #points = new Points(1);
  #flushedAt: Millis;

  constructor(sink: SeriesSink, names: StatsdNames, now: Millis) {
    this.#sink = sink;
    this.#names = names;
    this.#flushedAt = now;
  }

  /** Takes in a packet of one or more lines. Answers how many were understood. */
  packet(text: string, sender: string): number {
    let taken = 0;
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue;
      const reason = this.#line(line.trim(), sender);
      if (reason === null) taken += 1;
    }
    return taken;
  }

  /** Hands on what was gathered. */
  flush(now: Millis): void {
    if (now <= this.#flushedAt) return;
    this.#sink.batch(() => {
      const hubs = new Set<HubId>();
      this.#points.arrive(now);
      for (const [key, gathered] of this.#gathered) {
        const reason = this.#hand(gathered, now);
        if (reason === null) hubs.add(gathered.series.hub);
        else this.#sink.drop(gathered.series.hub, reason, 1);
        gathered.idle = gathered.fresh ? 0 : gathered.idle + 1;
        gathered.fresh = false;
        if (gathered.idle > idleFlushes) this.#gathered.delete(key);
      }
      return hubs;
    });
    this.#flushedAt = now;
  }

  #line(text: string, sender: string): DropReason | null {
    const line = parseLine(text);
    if (line === null) {
      this.#sink.drop(null, 'bad_line', 1);
      return 'bad_line';
    }
    const key = `${sender}\n${line.type}\n${line.name}\n${[...line.tags].flat().join('\n')}`;
    let gathered = this.#gathered.get(key);
    if (gathered === undefined) {
      const series = this.#names.series(line, sender);
      const reason =
        series.feeds.length === 0 ? 'unmapped' : this.#gathered.size >= maxSeries ? 'series_limit' : null;
      if (reason !== null) {
        this.#sink.drop(series.hub, reason, 1);
        return reason;
      }
      gathered = {
        series,
        counted: 0,
        gauge: null,
        distribution: null,
        members: null,
        idle: 0,
        fresh: false,
      };
      this.#gathered.set(key, gathered);
    }
    const reason = this.#add(gathered, line);
    if (reason !== null) this.#sink.drop(gathered.series.hub, reason, 1);
    return reason;
  }

  #add(gathered: Gathered, { type, values, rate }: StatsdLine): DropReason | null {
    gathered.fresh = true;
    for (const text of values) {
      if (type === 'set') {
        gathered.members ??= new Set();
        if (gathered.members.size < maxMembers) gathered.members.add(text.slice(0, 200));
        continue;
      }
      const value = text === '' ? NaN : Number(text);
      if (!Number.isFinite(value)) return 'bad_number';
      if (type === 'gauge') {
        const changes = text.startsWith('+') || text.startsWith('-');
        gathered.gauge = changes ? (gathered.gauge ?? 0) + value : value;
      } else if (type === 'counter') gathered.counted += value / rate;
      else if (value < 0) return 'bad_number';
      else {
        gathered.distribution ??= new Distribution();
        gathered.distribution.record(value, 1 / rate);
      }
    }
    return null;
  }

  /** A counter in which nothing was counted did count nothing; a gauge stays; a distribution of nothing is none. */
  #hand(gathered: Gathered, now: Millis): DropReason | null {
    const { series, gauge, distribution, members } = gathered;
    const points = this.#points;
    let reason: DropReason | null = null;
    if (distribution !== null) {
      points.set(0, this.#flushedAt, now, NaN);
      const histogram = outside(distribution);
      for (const feed of series.feeds) reason = feed.histogram(points, 0, histogram, 'delta') ?? reason;
      gathered.distribution = null;
      return reason;
    }
    if (gauge === null && members === null && series.type !== 'counter') return null;
    const value = series.type === 'counter' ? gathered.counted : (gauge ?? members?.size ?? 0);
    gathered.counted = 0;
    gathered.members?.clear();
    points.set(0, this.#flushedAt, now, value);
    const form = series.type === 'counter' ? 'delta' : 'gauge';
    for (const feed of series.feeds) reason = feed.number(points, 0, form) ?? reason;
    return reason;
  }
}
