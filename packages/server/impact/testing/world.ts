import { changesOf } from '@hubscope/core/changes';
import { Distribution } from '@hubscope/core/distribution';
import type { RecordChange, Records, StoredRecord } from '@hubscope/core/record';
import { hubId, SignalTable, valueOf, type HubId, type Point, type Reading } from '@hubscope/core/signal';
import { millis, second, SimulatedClock, startOf } from '@hubscope/core/time';
import type { ClosedSecond } from '@hubscope/core/window';
import type { HubStatus, ImpactView, Marker } from '@hubscope/core/wire';
import type { Past, Stretch } from '../ports.js';
import { ImpactStage } from '../stage.js';

export const table = new SignalTable();
export const hub = hubId('shop');
/** The second at which worlds begin. */
export const start = 1_700_000_000;

/** What a hub does in a second. */
export interface Doing {
  readonly throughput: number;
  readonly latency: number;
  readonly memory?: number;
  readonly busy?: number;
}

/** Numbers of one seed, 0–1. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

export function pointOf(at: number, doing: Doing, component: string | null = null): Point {
  const readings: (Reading | null)[] = table.signals.map(() => null);
  const put = (name: string, reading: Reading): void => {
    readings[table.get(name).index] = reading;
  };
  const distribution = new Distribution();
  for (let place = 0; place < 10; place += 1) distribution.record(doing.latency * (0.8 + 0.04 * place));
  put('throughput', { fold: 'sum', value: doing.throughput, seconds: 1 });
  put('busy', { fold: 'sum', value: doing.busy ?? 2, seconds: 1 });
  put('latency', { fold: 'distribution', distribution });
  put('error_rate', { fold: 'ratio', numerator: 1, denominator: 100 });
  if (doing.memory !== undefined) put('memory', { fold: 'sum', value: doing.memory, seconds: 1 });
  return { hub, component, second: second(at), readings };
}

class KeptRecords implements Records {
  readonly all = new Map<string, Map<string, unknown>>();

  async commit(changes: readonly RecordChange[]): Promise<void> {
    for (const { collection, id, value } of changes) {
      const kept = this.all.get(collection) ?? new Map<string, unknown>();
      this.all.set(collection, kept);
      if (value === null) kept.delete(id);
      else kept.set(id, structuredClone(value));
    }
  }

  async load(collection: string): Promise<readonly StoredRecord[]> {
    return [...(this.all.get(collection) ?? [])].map(([id, value]) => ({ id, value }));
  }
}

/** A hub in simulated time, its history, and an impact stage that watches it. */
export class World {
  readonly clock = new SimulatedClock(millis(start * 1000));
  readonly records = new KeptRecords();
  readonly failures: string[] = [];
  readonly news: ImpactView[] = [];
  readonly markers: Marker[] = [];
  closedLoad = true;
  stage: ImpactStage;
  readonly #points = new Map<string, Point[]>();
  readonly #random: () => number;
  /** The next second to close. */
  at = start;

  constructor(seed = 1) {
    this.#random = random(seed);
    this.stage = this.#stage();
  }

  async open(): Promise<this> {
    await this.stage.open();
    return this;
  }

  /** The server is started anew on the same data. */
  async restart(): Promise<void> {
    this.stage = this.#stage();
    await this.stage.open();
  }

  /** Lets seconds pass in which the hub does this, each value with 10 % of noise. */
  async pass(seconds: number, doing: Doing): Promise<void> {
    const noisy = (value: number): number => value * (0.9 + 0.2 * this.#random());
    for (let count = 0; count < seconds; count += 1) {
      const now = {
        ...doing,
        throughput: noisy(doing.throughput),
        latency: noisy(doing.latency),
        busy: noisy(2),
      };
      const memory = doing.memory === undefined ? {} : { memory: noisy(doing.memory) };
      await this.close(pointOf(this.at, { ...now, ...memory }), [
        pointOf(this.at, { ...now }, 'agent:planner'),
      ]);
    }
    await this.stage.view(hub, null);
  }

  /** Closes one second with these points. */
  async close(point: Point, components: readonly Point[]): Promise<void> {
    for (const each of [point, ...components]) {
      const key = each.component ?? '';
      this.#points.set(key, [...(this.#points.get(key) ?? []), each]);
    }
    this.clock.set(startOf(second(this.at + 1)));
    const closed: ClosedSecond = {
      hub,
      second: second(this.at),
      point,
      components,
      amended: false,
      lagMs: 400,
    };
    this.at += 1;
    const { news } = this.stage.second(closed);
    if (news !== null) this.news.push(news);
  }

  /** Names the present moment. */
  mark(name: string, more: Partial<Marker> = {}): Marker {
    const marker: Marker = {
      id: `m${String(this.markers.length)}`,
      hub,
      name,
      at: this.at * 1000,
      origin: 'person',
      ...more,
    };
    this.markers.push(marker);
    this.stage.marker(marker);
    return marker;
  }

  unmark(marker: Marker): void {
    this.markers.splice(this.markers.indexOf(marker), 1);
    this.stage.unmarked(marker);
  }

  #stage(): ImpactStage {
    const past: Past = {
      points: (stretch) => this.#read(stretch),
      records: this.records,
      values: async ({ component, from, to, stepSeconds, columns }) =>
        columns.map((column) => {
          // The mean of a step's seconds: near enough to what a store merges, where all of them did as much.
          const steps = Array.from({ length: (to - from) / stepSeconds }, (): number[] => []);
          for (const point of this.#points.get(component ?? '') ?? []) {
            const value = valueOf(point, column);
            if (value !== null) steps[Math.floor((point.second - from) / stepSeconds)]?.push(value);
          }
          const mean = (known: readonly number[]): number =>
            known.reduce((sum, value) => sum + value, 0) / known.length;
          return { values: Float64Array.from(steps, mean) };
        }),
      markers: async () => this.markers,
    };
    return new ImpactStage(
      {
        clock: this.clock,
        table,
        past,
        status: (of) => this.#status(of),
        stability: () => [],
        components: () => ['agent:planner'],
        failed: (what, error) => {
          this.failures.push(`${what}: ${String(error)}`);
        },
      },
      async ({ series, options }) => series.map((values) => changesOf(values, options)),
    );
  }

  async *#read({ component, from, to }: Stretch): AsyncIterable<readonly Point[]> {
    const points = this.#points.get(component ?? '') ?? [];
    yield points.filter((point) => point.second >= from && point.second < to);
  }

  #status(of: HubId): HubStatus {
    return {
      name: of,
      state: 'live',
      version: null,
      instances: 1,
      first_second: start,
      last_second: this.at - 1,
      lag_ms: 400,
      resolution: 1,
      operations_from: 'spans',
      cpu_allotted: { cpus: 1, from: 'limit' },
      closed_load: this.closedLoad,
      operations_per_minute: 600,
      dropped: {},
      coarse_latency: false,
    };
  }
}
