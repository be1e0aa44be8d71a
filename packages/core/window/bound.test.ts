import { describe, expect, it } from 'vitest';
import { builtinMappings, hubId } from '../signal/index.js';
import { millis } from '../time/index.js';
import type { BoundSeries, SeriesIdentity } from './bound.js';
import { Points } from './points.js';
import { at, metric, Scene, source } from './testing/scene.js';

const hub = hubId('shop');

function identity(name: string, more: Partial<SeriesIdentity> = {}): SeriesIdentity {
  const mapping = builtinMappings.find((row) => row.metric === name);
  if (mapping === undefined) throw new Error(`no mapping of ${name}`);
  return { source: source(), mapping, series: name, core: null, failed: false, ...more };
}

function bound(scene: Scene, name: string, more: Partial<SeriesIdentity> = {}): BoundSeries {
  const series = scene.windows.bind(identity(name, more), scene.clock.now());
  if (typeof series === 'string') throw new Error(series);
  return series;
}

const points = new Points(1);

/** One point, as a batch that arrives now. */
function one(scene: Scene, start: number | null, time: number, value = NaN): [Points, number] {
  points.arrive(scene.clock.now());
  points.set(0, start === null ? null : at(start), at(time), value);
  return [points, 0];
}

/** Hands one point of each series each second, as a scraper would. */
function play(seconds: number, take: (time: number) => void, scene: Scene): void {
  for (let tick = 0; tick <= seconds; tick += 1) {
    scene.until(tick + 0.1);
    scene.windows.batch(() => {
      take(tick);
      return [hub];
    });
  }
  scene.until(seconds + 2);
}

describe('a bound series', () => {
  it('becomes the same points as its observations do, one by one', () => {
    const [direct, plain] = [new Scene(), new Scene()];
    direct.until(0.05);
    const memory = bound(direct, 'process.memory.usage');
    const cpu = bound(direct, 'process.cpu.time');
    play(
      8,
      (tick) => {
        expect(memory.number(...one(direct, null, tick, tick * 1e6), 'gauge')).toBeNull();
        expect(cpu.number(...one(direct, -1, tick, tick * 0.25), 'total')).toBeNull();
      },
      direct,
    );
    plain.until(0.05);
    for (let tick = 0; tick <= 8; tick += 1) {
      plain.until(tick + 0.1);
      plain.windows.accept([
        metric('process.memory.usage', tick, tick * 1e6),
        metric(
          'process.cpu.time',
          tick,
          { form: 'sum', temporality: 'cumulative', monotonic: true, value: tick * 0.25 },
          { start: at(-1) },
        ),
      ]);
    }
    plain.until(10);
    for (let tick = 1; tick < 7; tick += 1) {
      for (const column of ['memory', 'cpu']) {
        expect(direct.value(tick, column)).toBeCloseTo(plain.value(tick, column) ?? NaN, 9);
      }
    }
    expect(direct.value(4, 'cpu')).toBeCloseTo(25);
  });

  it('gives operations where it is a histogram of their durations', () => {
    const scene = new Scene();
    scene.until(0.05);
    const durations = bound(scene, 'http.server.request.duration');
    play(
      5,
      (tick) => {
        const counts = [0, 10 * tick, 0];
        const histogram = {
          kind: 'explicit',
          bounds: [0.1, 0.2],
          counts,
          sum: 1.5 * tick,
          min: null,
          max: null,
        } as const;
        durations.histogram('cumulative', ...one(scene, -1, tick), histogram);
      },
      scene,
    );
    expect(scene.value(3, 'throughput')).toBeCloseTo(10);
    expect(scene.value(3, 'latency.p95')).toBeGreaterThan(150);
  });

  it('is a gap from where it says that it has no value to the interval of its next one', () => {
    const scene = new Scene();
    const [memory, beside] = [bound(scene, 'process.memory.usage'), bound(scene, 'node_load1')];
    for (let time = 0; time <= 40; time += 1) {
      scene.until(time + 0.1);
      scene.windows.batch(() => {
        beside.number(...one(scene, null, time, 1), 'gauge');
        if (time === 20) memory.unknown(...one(scene, null, time));
        else if (time % 5 === 0) memory.number(...one(scene, null, time, time * 1e6), 'gauge');
        return [hub];
      });
    }
    const values = [13, 14, 15, 19, 20, 24, 25].map((which) => scene.value(which, 'memory'));
    expect(values).toEqual([15, 15, null, null, 25, 25, 30]);
  });

  it('says why a point is not counted', () => {
    const scene = new Scene();
    scene.until(1);
    const memory = bound(scene, 'process.memory.usage');
    expect(memory.number(...one(scene, null, 1, 1), 'gauge')).toBeNull();
    expect(memory.number(...one(scene, null, 1, 1), 'gauge')).toBe('duplicate');
    expect(memory.number(...one(scene, null, 0.5, 1), 'gauge')).toBe('out_of_order');
    expect(memory.number(...one(scene, null, 90, 1), 'gauge')).toBe('future');
    expect(memory.number(...one(scene, null, -180, 1), 'gauge')).toBe('too_old');
  });

  it('makes no process of a clock that is wrong', () => {
    const scene = new Scene();
    expect(scene.windows.bind(identity('process.memory.usage'), at(1000))).toBe('future');
    expect(scene.windows.status(hub)?.instances).toBe(0);
  });

  it('is dead once its process is forgotten', () => {
    const scene = new Scene();
    const memory = bound(scene, 'process.memory.usage');
    memory.number(...one(scene, null, 0, 1), 'gauge');
    expect(memory.live).toBe(true);
    scene.clock.set(millis(scene.clock.now() + 3_600_000));
    scene.windows.prune();
    expect(memory.live).toBe(false);
  });

  it('is dead once series of its process were let go, and goes on where it was when it is bound anew', () => {
    const scene = new Scene();
    const silent = bound(scene, 'node_load1');
    silent.number(...one(scene, null, 0, 1), 'gauge');
    const memory = bound(scene, 'process.memory.usage');
    const taken = (series: BoundSeries, time: number): void => {
      scene.until(time);
      scene.windows.batch(() => {
        expect(series.number(...one(scene, null, time, time * 1e6), 'gauge')).toBeNull();
        return [hub];
      });
    };
    for (let time = 0; time <= 640; time += 1) taken(memory, time);
    scene.windows.prune();
    expect([silent.live, memory.live]).toEqual([false, false]);
    const again = bound(scene, 'process.memory.usage');
    expect(again.live).toBe(true);
    for (let time = 641; time <= 645; time += 1) taken(again, time);
    scene.until(647);
    expect(scene.value(640, 'memory')).toBeCloseTo(641);
    expect(scene.value(642, 'memory')).toBeCloseTo(643);
  });

  it('is dead once its process says something else of itself, until it is bound anew', () => {
    const scene = new Scene();
    const of = (cpuLimit: number): Partial<SeriesIdentity> => ({ source: { ...source(), cpuLimit } });
    const first = bound(scene, 'process.memory.usage', of(1));
    expect(bound(scene, 'node_load1', of(1)).live).toBe(true);
    expect(first.live).toBe(true);
    bound(scene, 'process.memory.usage', of(2));
    expect(first.live).toBe(false);
    expect(bound(scene, 'process.memory.usage', of(1)).live).toBe(true);
  });

  it('is refused past the bound on series', () => {
    const scene = new Scene({ limits: { series: 1 } });
    bound(scene, 'process.memory.usage');
    expect(scene.windows.bind(identity('node_load1'), scene.clock.now())).toBe('series_limit');
  });
});
