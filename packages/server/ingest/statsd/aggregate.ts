import { Distribution, type OutsideHistogram } from '@hubscope/core/distribution';
import type { DropReason, HubId } from '@hubscope/core/signal';
import type { Millis } from '@hubscope/core/time';
import { Points } from '@hubscope/core/window';
import type { SeenMetric, SeenSeries } from '../seen-series.js';
import type { SeriesSink } from '../sink.js';
import { Hearing } from './hearing.js';
import { isNotice, parseLine, type StatsdLine } from './line.js';
import { Places } from '../places.js';
import { hubOf, type StatsdSeries, type StatsdNames } from './series.js';

/** Series at once, of which a hub alone may have half; past it lines of others are refused. */
const maxSeries = 20_000;
/** What tells a series from all others is this long at most: longer than any that fits into a usual packet, characters. */
const longestKey = 1024;
/** Members of one set in one flush; past it the rest are not told apart. */
const maxMembers = 10_000;
/** A series that said nothing for so many flushes is forgotten, though its process says something. */
const idleFlushes = 600;
/** A process that said nothing for so long is forgotten, and with it how often it usually says something, ms. */
const forgetProcessMs = 600_000;
/** Processes without a series that are remembered; past it all of them are forgotten. */
const maxQuiet = 20_000;

/** A clock that went back by more begins another time, as in the windows; one that went back by less is waited for, ms. */
const setBackMs = 10_000;

/** What comes of one process. */
interface Process {
  readonly hearing: Hearing;
  /** Series that it has. */
  series: number;
  /** Whether anything came since the flush before. */
  fresh: boolean;
  /** Whether nothing came for so long that it is gone. */
  silent: boolean;
}

/** What the lines of one series added up to since the flush before. */
interface Gathered {
  readonly series: StatsdSeries;
  readonly process: Process;
  readonly seen: SeenMetric | null;
  counted: number;
  /** A gauge stays what it is until it is set anew. */
  gauge: number | null;
  distribution: Distribution | null;
  members: Set<string> | null;
  idle: number;
  fresh: boolean;
}

/** Whether there is anything to hand on: a counter in which nothing was counted did count nothing; a gauge stays; a distribution of nothing is none. */
function holds({ series, gauge, distribution, members }: Gathered): boolean {
  return series.type === 'counter' || gauge !== null || distribution !== null || members !== null;
}

/** Bounds of the windows past which nothing of a process is kept. */
const roomless: ReadonlySet<DropReason | null> = new Set(['hub_limit', 'instance_limit']);

const processKey = ({ hub, instance }: StatsdSeries): string => `${hub}\n${instance}`;

const all = (): boolean => true;

/** A copy of a text: a part of a packet would hold the whole packet for as long as it is kept. */
const copyOf = (text: string): string => Buffer.from(text).toString();

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
  readonly #processes = new Map<string, Process>();
  readonly #places = new Places(maxSeries);
  readonly #points = new Points(1);
  #flushedAt: Millis;

  /** @param seen remembers for a while what came */
  constructor(
    sink: SeriesSink,
    names: StatsdNames,
    now: Millis,
    private readonly seen: SeenSeries | null = null,
  ) {
    this.#sink = sink;
    this.#names = names;
    this.#flushedAt = now;
  }

  /**
   * Takes in a packet of one or more lines.
   * @param admits asked once what the first line is, before anything is made of it: the hub that it names, null where it is no metric
   * @returns how many lines are StatsD's, also where nothing is made from them; 0 of a packet that is not admitted
   */
  packet(text: string, sender: string, admits: (hub: HubId | null) => boolean = all): number {
    let read = 0;
    let admitted = false;
    for (let from = 0; from < text.length;) {
      const newline = text.indexOf('\n', from);
      const end = newline < 0 ? text.length : newline;
      const written = text.slice(from, end).trim();
      from = end + 1;
      if (written === '') continue;
      const line = parseLine(written);
      if (!admitted && !admits(line === null ? null : hubOf(line.tags))) return 0;
      admitted = true;
      if (line !== null) this.#line(line, sender);
      else this.#sink.drop(null, 'bad_line', 1);
      if (line !== null || isNotice(written)) read += 1;
    }
    return read;
  }

  /** Hands on what was gathered. */
  flush(now: Millis): void {
    if (this.#flushedAt - now > setBackMs) this.#flushedAt = now;
    if (now <= this.#flushedAt) return;
    this.#sink.batch(() => {
      const hubs = new Set<HubId>();
      this.#points.arrive(now);
      for (const process of this.#processes.values()) {
        if (process.fresh) process.hearing.heard(now);
        process.fresh = false;
        process.silent = process.hearing.silent(now);
      }
      for (const [key, gathered] of this.#gathered) {
        const { hub } = gathered.series;
        // Its gauges and its zeros would else be taken for its own words, and the hub for one that is heard.
        if (gathered.process.silent) {
          this.#forget(key, gathered);
          continue;
        }
        let reason: DropReason | null = null;
        if (holds(gathered)) {
          reason = this.#hand(gathered, now);
          if (reason === null) hubs.add(hub);
          else this.#sink.drop(hub, reason, 1);
        }
        gathered.idle = gathered.fresh ? 0 : gathered.idle + 1;
        gathered.fresh = false;
        if (gathered.idle > idleFlushes || roomless.has(reason)) this.#forget(key, gathered);
      }
      return hubs;
    });
    this.#prune(now);
    this.#flushedAt = now;
  }

  #line(line: StatsdLine, sender: string): void {
    const key = `${sender}\n${line.type}\n${line.name}\n${[...line.tags].flat().join('\n')}`;
    if (key.length > longestKey) {
      this.#sink.drop(null, 'bad_line', 1);
      return;
    }
    const gathered = this.#gathered.get(key) ?? this.#begin(key, line, sender);
    if (gathered === null) return;
    const reason = this.#add(gathered, line);
    if (reason !== null) this.#sink.drop(gathered.series.hub, reason, 1);
  }

  /** Begins a series; null where there is none, which is counted. */
  #begin(key: string, line: StatsdLine, sender: string): Gathered | null {
    const { hub, feeds } = this.#names.series(line, sender);
    const signals = feeds.map(({ identity }) => identity.mapping.signal);
    const seen = this.seen?.of(hub, line.name) ?? null;
    seen?.sample(line.tags, signals);
    const reason = feeds.length === 0 ? 'unmapped' : this.#places.take(hub) ? null : 'series_limit';
    if (reason !== null) {
      seen?.touch(this.#flushedAt);
      this.#sink.drop(hub, reason, 1);
      return null;
    }
    const tags = new Map([...line.tags].map(([name, value]) => [copyOf(name), copyOf(value)]));
    const series = this.#names.series({ ...line, name: copyOf(line.name), tags }, sender);
    const process = this.#processes.get(processKey(series)) ?? {
      hearing: new Hearing(),
      series: 0,
      fresh: true,
      silent: false,
    };
    process.series += 1;
    this.#processes.set(processKey(series), process);
    const gathered: Gathered = {
      series,
      process,
      seen,
      counted: 0,
      gauge: null,
      distribution: null,
      members: null,
      idle: 0,
      fresh: false,
    };
    this.#gathered.set(key, gathered);
    return gathered;
  }

  #forget(key: string, { series, process }: Gathered): void {
    this.#gathered.delete(key);
    this.#places.leave(series.hub);
    process.series -= 1;
  }

  /** Forgets processes that have no series, unless they may come back. */
  #prune(now: Millis): void {
    const full = this.#processes.size > maxSeries + maxQuiet;
    for (const [key, { series, silent, hearing }] of this.#processes) {
      if (series > 0) continue;
      if (full || !silent || hearing.quietMs(now) > forgetProcessMs) this.#processes.delete(key);
    }
  }

  #add(gathered: Gathered, { type, values, rate }: StatsdLine): DropReason | null {
    gathered.fresh = true;
    gathered.seen?.touch(this.#flushedAt);
    gathered.process.fresh = true;
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
        const gauge = changes ? (gathered.gauge ?? 0) + value : value;
        if (!Number.isFinite(gauge)) return 'bad_number';
        gathered.gauge = gauge;
      } else if (type === 'counter') {
        const counted = gathered.counted + value / rate;
        if (!Number.isFinite(counted)) return 'bad_number';
        gathered.counted = counted;
      } else if (value < 0) return 'bad_number';
      else {
        gathered.distribution ??= new Distribution();
        gathered.distribution.record(value, 1 / rate);
      }
    }
    return null;
  }

  /** Hands on what a series holds. */
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
    const value = series.type === 'counter' ? gathered.counted : (gauge ?? members?.size ?? 0);
    gathered.counted = 0;
    gathered.members?.clear();
    points.set(0, this.#flushedAt, now, value);
    const form = series.type === 'counter' ? 'delta' : 'gauge';
    for (const feed of series.feeds) reason = feed.number(points, 0, form) ?? reason;
    return reason;
  }
}
