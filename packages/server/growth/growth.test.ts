import { hubId, SignalTable, type Point, type Reading } from '@hubscope/core/signal';
import { second } from '@hubscope/core/time';
import type { ClosedSecond } from '@hubscope/core/window';
import type { Marker } from '@hubscope/core/wire';
import { describe, expect, it } from 'vitest';
import { GrowthStage } from './index.js';

const table = new SignalTable();
const hub = hubId('shop');
const start = 1_700_000_000 - (1_700_000_000 % 600);
const memory = table.get('memory').index;
const growth = table.get('memory_growth').index;

function closed(at: number, value: number | null, amended = false): ClosedSecond {
  const readings: (Reading | null)[] = table.signals.map(() => null);
  if (value !== null) readings[memory] = { fold: 'sum', value, seconds: 1 };
  const point: Point = { hub, component: null, second: second(at), readings };
  return { hub, second: second(at), point, components: [], amended, lagMs: 400 };
}

/** A hub in simulated time, and what is asked of its past. */
class House {
  past = new Float64Array(8640).fill(NaN);
  markers: Marker[] = [];
  instances = 1;
  limits: number[] = [80];
  readonly failures: string[] = [];
  readonly stage = new GrowthStage({
    table,
    values: async () => [{ values: this.past }],
    markers: async () => this.markers,
    instances: () => this.instances,
    limits: () => this.limits,
    failed: (what, error) => this.failures.push(`${what}: ${String(error)}`),
  });

  /** Lets seconds pass; answers the newest that was handed on. */
  pass(from: number, to: number, value: (at: number) => number | null): ClosedSecond {
    let last = closed(start, null);
    for (let at = from; at < to; at += 1) last = this.stage.second(closed(start + at, value(at)));
    return last;
  }

  async begin(): Promise<this> {
    this.stage.second(closed(start - 1, null));
    await new Promise((resolve) => setImmediate(resolve));
    return this;
  }

  words(): (string | undefined)[] {
    return this.stage.rows(hub).map(({ words }) => words);
  }
}

/** Noise that is the same each time, at most so large. */
const noise = (at: number, most: number): number => most * Math.sin(at * 12.9898 + (at % 7));
const leak = (at: number): number => 50 + (6 * at) / 3600 + noise(at, 0.3);

describe('the growth of memory', () => {
  it('is said in words, with when it reaches what a rule forbids', async () => {
    const house = await new House().begin();
    house.pass(0, 3600, leak);
    const [hour, day] = house.stage.rows(hub);
    expect(hour).toMatchObject({ signal: 'memory', over: 3600, state: 'growing' });
    expect(hour?.words).toBe('grows 6.0 MB an hour, 80 MB in about 4 h');
    expect(day).toMatchObject({ over: 86_400, per_hour: null, state: 'unknown' });
    expect(day?.words).toBe('not yet known, about 2 h more');
    house.limits = [20, 40];
    expect(house.words()[0]).toBe('grows 6.0 MB an hour, twice as much in about 9 h');
  });

  it('is called stable only within a bound that is said', async () => {
    const house = await new House().begin();
    house.pass(0, 3600, (at) => 50 + noise(at, 1));
    expect(house.stage.rows(hub)[0]).toMatchObject({
      state: 'stable',
      bound: expect.closeTo(2.5, 1) as number,
    });
    expect(house.words()[0]).toBe('stable within 2.5 MB an hour');
  });

  it('stands beside the hub’s other signals, so that a rule can watch what is proven of it', async () => {
    const house = await new House().begin();
    const early = house.pass(0, 600, leak);
    expect(early.point.readings[growth]).toBeNull();
    const late = house.pass(600, 3600, leak).point.readings[growth];
    const row = house.stage.rows(hub)[0];
    expect(late).toEqual({ fold: 'sum', value: row?.low, seconds: 1 });
    expect(row?.low).toBeGreaterThan(4);
    const amended = house.stage.second(closed(start + 3590, 50, true));
    expect(amended.point.readings[growth]).toEqual(late);
  });

  it.each([
    [
      'a marker',
      (house: House, at: number): void => {
        house.stage.marker({ id: 'm', hub, name: 'v2', at: (start + at) * 1000, origin: 'version' });
      },
      0,
    ],
    ['a silence', (): void => undefined, 20],
    ['another process', (house: House): void => void (house.instances = 2), 0],
  ])('does not take the step at %s for growth', async (_, happens, silence) => {
    const house = await new House().begin();
    house.pass(0, 1800, (at) => 50 + noise(at, 0.3));
    happens(house, 1800);
    house.pass(1800 + silence, 3660, (at) => 70 + noise(at, 0.3));
    expect(house.stage.rows(hub)[0]?.state).toBe('stable');
  });

  it('goes on after a restart of the server with the past that is kept', async () => {
    const house = new House();
    for (let step = 0; step < 8640; step += 1) house.past[step] = leak(step * 10 - 86_400);
    await house.begin();
    expect(house.words()).toEqual([
      expect.stringContaining('grows 6.0 MB an hour'),
      expect.stringContaining('grows 6.0 MB an hour'),
    ]);
    const cut = new House();
    cut.past = house.past.map((value, step) => (step < 8000 ? value + 400 : value));
    cut.markers = [{ id: 'm', hub, name: 'v2', at: (start - 6400) * 1000, origin: 'version' }];
    await cut.begin();
    expect(cut.words()[1]).toContain('grows 6.0 MB an hour');
    expect(cut.failures).toEqual([]);
  });

  it('is not told of a hub whose memory is unknown, nor after it is forgotten', async () => {
    const house = await new House().begin();
    house.pass(0, 1000, () => null);
    expect(house.stage.rows(hub)).toEqual([]);
    house.pass(1000, 1100, () => 50);
    expect(house.stage.rows(hub)).toHaveLength(2);
    house.stage.forget(hub);
    expect(house.stage.rows(hub)).toEqual([]);
  });
});
