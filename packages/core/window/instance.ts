import type { Role, Source } from '../signal/index.js';
import { endOf, millis, type Millis, type Second } from '../time/index.js';
import type { SeriesIdentity } from './bound.js';
import type { Cells } from './cells.js';
import { forgetSeriesMs } from './limits.js';
import type { Points } from './points.js';
import { Series } from './series.js';
import { Stream } from './stream.js';

/** Which of its streams closes seconds. */
export type Kind = 'spans' | 'metrics';

/** One process of a hub: its streams, and what its metric series said. */
export class Instance {
  readonly spans = new Stream(false);
  readonly metrics = new Stream(true);
  source: Source;
  /** Changes when series were let go: who holds one must find it anew. */
  #generation = 0;
  readonly #seen = new Float64Array(2);
  readonly #series = new Map<string, Series>();
  /** The same by the identity that ingest keeps of a series. */
  #byIdentity = new WeakMap<object, Series>();
  /** Series by signal and role, in order of rank. */
  readonly #groups = new Map<string, Partial<Record<Role, Series[]>>>();

  /**
   * @param number tells it from the hub's other processes, below 65,536
   * @param cells those of the hub's series
   */
  constructor(
    source: Source,
    readonly number: number,
    readonly cells: Cells,
  ) {
    this.source = source;
  }

  /** Changes when any of its series were let go, and when all of it was. */
  get generation(): number {
    return this.#generation;
  }

  /** Lets it go, with all its series. */
  forget(): void {
    this.#generation += 1;
    for (const series of this.#series.values()) series.release();
  }

  /** Lets go of the series that said nothing for long: labels come and go, and those that come need the room. */
  prune(now: Millis): void {
    const silent = [...this.#series].filter(([, series]) => series.silentMs(now) > forgetSeriesMs);
    if (silent.length === 0) return;
    this.#generation += 1;
    this.#byIdentity = new WeakMap();
    for (const [key, series] of silent) {
      this.#series.delete(key);
      this.#leaveGroup(series);
      series.release();
    }
  }

  #leaveGroup(series: Series): void {
    const { signal, role } = series.mapping;
    const roles = this.#groups.get(signal);
    if (roles !== undefined) roles[role] = roles[role]?.filter((member) => member !== series) ?? [];
  }

  get seriesCount(): number {
    return this.#series.size;
  }

  /** Whether a point is the first of its time and arrival. */
  sees(points: Points, at: number): boolean {
    const seen = this.#seen;
    if (points.times[at] === seen[0] && points.arrival[0] === seen[1]) return false;
    seen[0] = points.time(at);
    seen[1] = points.arrival[0] ?? NaN;
    return true;
  }

  /** The series that a metric point belongs to; null where it is new and there is no room. */
  series(identity: SeriesIdentity & { readonly identity?: object }, limit: number): Series | null {
    const { identity: kept } = identity;
    if (kept === undefined) return this.#named(identity, limit);
    const known = this.#byIdentity.get(kept);
    if (known !== undefined) return known;
    const series = this.#named(identity, limit);
    if (series !== null) this.#byIdentity.set(kept, series);
    return series;
  }

  #named(identity: SeriesIdentity, limit: number): Series | null {
    const { mapping, core } = identity;
    const key = `${mapping.signal}\n${mapping.role}\n${identity.series}`;
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    if (this.#series.size >= limit || this.cells.full) return null;
    const series = new Series(mapping, core, this.cells);
    this.#series.set(key, series);
    const roles = this.#groups.get(mapping.signal) ?? {};
    const members = (roles[mapping.role] ??= []);
    let place = members.length;
    while (place > 0 && (members[place - 1]?.mapping.rank ?? 0) > mapping.rank) place -= 1;
    members.splice(place, 0, series);
    this.#groups.set(mapping.signal, roles);
    return series;
  }

  #group(signal: string, role: Role): readonly Series[] | undefined {
    return this.#groups.get(signal)?.[role];
  }

  /** Whether any series gives this. */
  has(signal: string, role: Role): boolean {
    return (this.#group(signal, role)?.length ?? 0) > 0;
  }

  /** The series of the best-ranked metric that covers a second. */
  covering(signal: string, role: Role, which: Second): Series[] {
    const members = this.#group(signal, role) ?? [];
    const covering = members.filter((series) => series.at(which) !== null);
    const best = covering[0]?.mapping;
    return covering.filter((series) => series.mapping.metric === best?.metric);
  }

  /** The sum over those series; null where none covers the second. */
  sum(signal: string, role: Role, which: Second): number | null {
    let metric: string | null = null;
    let sum: number | null = null;
    for (const series of this.#group(signal, role) ?? []) {
      if (metric !== null && series.mapping.metric !== metric) continue;
      const value = series.at(which);
      if (value === null) continue;
      metric = series.mapping.metric;
      sum = (sum ?? 0) + value;
    }
    return sum;
  }

  /** The last value of a gauge, whenever it came. */
  last(signal: string, role: Role): number | null {
    return this.#group(signal, role)?.find((series) => series.last !== null)?.last ?? null;
  }

  /** The busy percentage a logical core; null where none covers the second. */
  cores(which: Second): (number | null)[] | null {
    const shares = this.covering('cpu_cores', 'core_share', which);
    const covering = shares.length > 0 ? shares : this.covering('cpu_cores', 'core_seconds', which);
    if (covering.length === 0) return null;
    const cores: (number | null)[] = [];
    for (const series of covering) {
      const core = series.core ?? 0;
      while (cores.length <= core) cores.push(null);
      cores[core] = (cores[core] ?? 0) + (series.at(which) ?? 0);
    }
    return cores;
  }

  /** How many logical CPUs its metrics name; null where none do. */
  logicalCpus(): number | null {
    let most = -1;
    for (const role of ['core_share', 'core_seconds'] as const) {
      for (const series of this.#group('cpu_cores', role) ?? []) most = Math.max(most, series.core ?? -1);
    }
    return most < 0 ? null : most + 1;
  }

  /** The interval of its slowest live series, ms; null where no series has one. */
  slowestIntervalMs(): number | null {
    let slowest: number | null = null;
    for (const series of this.#series.values()) {
      const interval = series.intervalMs();
      if (interval !== null && (slowest === null || interval > slowest)) slowest = interval;
    }
    return slowest;
  }

  /** When anything arrived last. */
  heardAt(): Millis | null {
    const [a, b] = [this.spans.heardAt, this.metrics.heardAt];
    if (a === null || b === null) return a ?? b;
    return a > b ? a : b;
  }

  alive(now: Millis): boolean {
    return this.spans.alive(now) || this.metrics.alive(now);
  }

  /** Whether it may tell of a second: it reports still, or did when that second was. */
  present(which: Second, now: Millis): boolean {
    return this.alive(now) || this.passed(endOf(which), now);
  }

  /**
   * Whether it was there, and has told all up to this moment. Metrics that are past it say so of spans too, once the spans have had
   * the time that they usually take.
   */
  passed(end: Millis, now: Millis): boolean {
    if (this.spans.vouches(end)) return true;
    const behind = this.spans.alive(now) ? this.spans.delayMs(now) : 0;
    return this.metrics.vouches(millis(end + behind));
  }

  /** How long after a moment all of it is usually told, ms; where spans may have nothing to tell, metrics say so. */
  delayMs(kind: Kind, now: Millis): number {
    const { spans, metrics } = this;
    if (kind === 'metrics') return metrics.delayMs(now);
    const vouched = metrics.alive(now) && metrics.prompt(now);
    return spans.delayMs(now) + (vouched ? metrics.delayMs(now) : 0);
  }
}
