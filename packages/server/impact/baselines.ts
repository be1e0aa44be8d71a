import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Collection, type RecordChange } from '@hubscope/core/record';
import type { ComponentKey, HubId, Point, SignalTable } from '@hubscope/core/signal';
import { cleanName } from '@hubscope/core/signal';
import { secondOf, second, startOf, millis, type Second } from '@hubscope/core/time';
import {
  baseline,
  HubscopeError,
  packedSeries,
  type Baseline,
  type BaselineBalance,
  type BaselineFile,
  type PackedSeries,
} from '@hubscope/core/wire';
import { packPoints, packSeconds, unpackPoints } from './pack.js';
import type { ImpactOptions } from './ports.js';
import { qualityOf } from './quality.js';

/** Bytes of a baseline's points; the components past it, the least busy ones, are left out. */
const maxBytes = 16_777_216;
/** The longest stretch, s. */
const maxSeconds = 86_400;
/** Baselines of one hub that were made by people and programs; past it the next one is refused. */
const maxKept = 200;
/** Automatic ones of one hub; the oldest go first. */
const maxAutomatic = 20;

const kept = new Collection('baselines', baseline);

/** The collection of one baseline's points, so that one can be read without the others. */
function pointsOf(id: string): Collection<PackedSeries> {
  return new Collection(`baseline points ${id}`, packedSeries);
}

export interface Capture {
  readonly hub: HubId;
  readonly name: string;
  readonly from: Second;
  /** Excluded. */
  readonly to: Second;
  readonly origin: Baseline['origin'];
  readonly markerId: string | null;
  /** How unevenly work lay on its cores and processes; empty where that is not known. */
  readonly balance: readonly BaselineBalance[];
}

/** Named stretches of points, kept for comparison beyond the time that history is kept. */
export class Baselines {
  #all = new Map<string, Baseline>();

  constructor(private readonly options: ImpactOptions) {}

  /** Reads what is kept. */
  async open(): Promise<void> {
    this.#all = await kept.load(this.options.past.records, (id, why) => {
      this.options.failed(`baseline ${id} can't be read`, why);
    });
  }

  /** Of one hub, or of all (null), newest first. */
  list(hub: HubId | null): Baseline[] {
    return [...this.#all.values()]
      .filter((each) => hub === null || each.hub === hub)
      .sort((a, b) => b.created_at - a.created_at);
  }

  /** By its id, or by its name, of which the newest is meant; null where there is none. */
  find(idOrName: string, hub: HubId | null): Baseline | null {
    const byId = this.#all.get(idOrName);
    if (byId !== undefined && (hub === null || byId.hub === hub)) return byId;
    return this.list(hub).find(({ name }) => name === idOrName) ?? null;
  }

  /** The points of the hub (component null) or of a component, oldest first. */
  async points(of: Baseline, component: ComponentKey | null): Promise<Point[]> {
    const { table } = this.options;
    const points: Point[] = [];
    for (const series of await this.#series(of.id)) {
      if (series.component !== component) continue;
      points.push(...(await unpackPoints(table, of.hub as HubId, series)));
    }
    return points.sort((a, b) => a.second - b.second);
  }

  /** One signal of all its components: the other readings of these points are null. */
  async components(of: Baseline, signal: string): Promise<Point[]> {
    const points: Point[] = [];
    for (const series of await this.#series(of.id)) {
      const packed = series.signals[signal];
      if (series.component === null || packed === undefined) continue;
      const one = { ...series, signals: { [signal]: packed } };
      points.push(...(await unpackPoints(this.options.table, of.hub as HubId, one)));
    }
    return points;
  }

  /**
   * Copies a stretch of history and keeps it. Resolves once it is on disk.
   * @throws HubscopeError `bad_range` where the stretch is empty, too long or not over; `too_many_baselines`
   */
  async capture(capture: Capture): Promise<Baseline> {
    const { clock, table } = this.options;
    const { hub, from, to, origin, balance } = capture;
    if (from >= to) throw new HubscopeError('bad_range', 'The stretch holds no whole second.');
    if (to - from > maxSeconds) throw new HubscopeError('bad_range', 'A baseline is a day long at most.');
    // The second that runs now can't be known; what lies beyond it never can.
    if (to > secondOf(clock.now()) + 1) throw new HubscopeError('bad_range', 'The stretch is not over yet.');
    this.#hasRoom(hub, origin);
    const own = await this.#read(hub, null, from, to);
    const series = await this.#packed(null, own);
    const components: ComponentKey[] = [];
    let bytes = sizeOf(series);
    for (const component of this.options.components(hub)) {
      const packed = await this.#packed(component, await this.#read(hub, component, from, to));
      const size = sizeOf(packed);
      if (packed.length === 0 || bytes + size > maxBytes) continue;
      bytes += size;
      series.push(...packed);
      components.push(component);
    }
    const made: Baseline = {
      id: randomUUID(),
      hub,
      name: cleanName(capture.name),
      from: startOf(from),
      to: startOf(to),
      created_at: clock.now(),
      origin,
      marker_id: capture.markerId,
      components,
      bytes,
      quality: qualityOf(table, own, from, to),
      ...(balance.length === 0 ? {} : { balance: [...balance] }),
    };
    await this.#keep(made, series);
    return made;
  }

  /** A baseline with its points, as a file. */
  async export(of: Baseline): Promise<BaselineFile> {
    const series = await this.#series(of.id);
    const names = new Set(series.flatMap(({ signals }) => Object.keys(signals)));
    const units = Object.fromEntries(
      [...names].flatMap((name) => {
        const signal = this.options.table.find(name);
        return signal === null ? [] : [[name, signal.unit]];
      }),
    );
    return { format: 'hubscope-baseline', version: 1, baseline: of, series, units };
  }

  /**
   * Keeps a baseline that another server exported, under an id of its own.
   * @throws HubscopeError `malformed_body` where its points can't be read
   */
  async import(file: BaselineFile): Promise<Baseline> {
    const { clock, table } = this.options;
    const { hub, from, to } = file.baseline;
    const id = hub as HubId;
    this.#hasRoom(id, 'import');
    const { kept: series, left } = withoutOtherUnits(table, file);
    const own: Point[] = [];
    for (const each of series) {
      const points = await unpackPoints(table, id, each);
      if (each.component === null) own.push(...points);
    }
    own.sort((a, b) => a.second - b.second);
    const quality = qualityOf(table, own, secondOf(millis(from)), secondOf(millis(to)));
    const made: Baseline = {
      ...file.baseline,
      id: randomUUID(),
      name: cleanName(file.baseline.name),
      created_at: clock.now(),
      origin: 'import',
      marker_id: null,
      components: [...new Set(file.series.flatMap(({ component }) => component ?? []))],
      bytes: sizeOf(series),
      quality: { ...quality, advice: [...left, ...quality.advice] },
    };
    await this.#keep(made, series);
    return made;
  }

  /** Forgets a baseline and its points. */
  async remove({ id }: Baseline): Promise<void> {
    const { records } = this.options.past;
    const { name } = pointsOf(id);
    const points = await records.load(name);
    this.#all.delete(id);
    await records.commit([
      kept.remove(id),
      ...points.map((each): RecordChange => ({ collection: name, id: each.id, value: null })),
    ]);
  }

  async #keep(made: Baseline, series: readonly PackedSeries[]): Promise<void> {
    const points = pointsOf(made.id);
    await this.options.past.records.commit([
      kept.put(made.id, made),
      ...series.map((each, place) => points.put(String(place).padStart(6, '0'), each)),
    ]);
    this.#all.set(made.id, made);
    const automatic = this.list(made.hub as HubId).filter(({ origin }) => origin === 'automatic');
    for (const old of automatic.slice(maxAutomatic)) await this.remove(old);
  }

  async #series(id: string): Promise<PackedSeries[]> {
    const found = await pointsOf(id).load(this.options.past.records, (record, why) => {
      this.options.failed(`points ${record} of baseline ${id} can't be read`, why);
    });
    return [...found.values()];
  }

  async #read(hub: HubId, component: ComponentKey | null, from: Second, to: Second): Promise<Point[]> {
    const points: Point[] = [];
    for await (const piece of this.options.past.points({ hub, component, from, to })) {
      points.push(...piece);
      // Telemetry goes on coming in meanwhile.
      await setImmediate();
    }
    return points;
  }

  async #packed(component: ComponentKey | null, points: readonly Point[]): Promise<PackedSeries[]> {
    const packed: PackedSeries[] = [];
    const first = points[0]?.second ?? 0;
    const last = points.at(-1)?.second ?? -1;
    for (let from = first; from <= last; from = second(from + packSeconds)) {
      const part = points.filter((point) => point.second >= from && point.second < from + packSeconds);
      const series = await packPoints(this.options.table, component, part);
      if (series !== null) packed.push(series);
    }
    return packed;
  }

  #hasRoom(hub: HubId, origin: Baseline['origin']): void {
    const others = this.list(hub).filter((each) => each.origin !== 'automatic');
    if (origin !== 'automatic' && others.length >= maxKept) {
      throw new HubscopeError(
        'too_many_baselines',
        `A hub keeps ${String(maxKept)} baselines: delete one first.`,
      );
    }
  }
}

function sizeOf(series: readonly PackedSeries[]): number {
  return series.reduce(
    (sum, { signals }) => sum + Object.values(signals).reduce((size, text) => size + text.length, 0),
    0,
  );
}

/** The series of a file without signals whose unit is another one here: numbers of two units are never compared. */
function withoutOtherUnits(
  table: SignalTable,
  { series, units = {} }: BaselineFile,
): { readonly kept: PackedSeries[]; readonly left: string[] } {
  const other = Object.entries(units).filter(([name, unit]) => (table.find(name)?.unit ?? unit) !== unit);
  const names = new Set(other.map(([name]) => name));
  return {
    kept: series.map((each) => ({
      ...each,
      signals: Object.fromEntries(Object.entries(each.signals).filter(([name]) => !names.has(name))),
    })),
    left: other.map(
      ([name, unit]) =>
        `${name} is left out: it is in ${unit} there, and in ${table.find(name)?.unit ?? ''} here.`,
    ),
  };
}
