import { hubId } from '@hubscope/core/signal';
import { millis, second, SimulatedClock } from '@hubscope/core/time';
import { rule, type Incident, type Marker } from '@hubscope/core/wire';
import { describe, expect, it, vi } from 'vitest';
import { Alerting } from './alerting.js';
import type { Incidents } from './api/index.js';
import { finish } from './judge/index.js';
import { pointOf, start, table } from './judge/testing/court.js';
import { MemoryStore } from './store/memory/memory-store.js';
import { Turns } from './turns.js';

const hub = hubId('shop');

/** What the components of a hub did in one second, by their keys: their throughput. */
type Components = Readonly<Record<string, number>>;

/** A judge over a store in memory, that is told one hub second by second. */
class Desk {
  readonly clock = new SimulatedClock(millis(start * 1000));
  readonly store = new MemoryStore({ clock: this.clock, table, keepSeconds: 7200 });
  readonly incidents: Incidents;
  readonly #alerting: Alerting;
  #components: Components = {};

  constructor(written: object) {
    const watched = { name: 'Watched', signal: 'throughput', for: 2, keep_firing_for: 2, ...written };
    this.#alerting = new Alerting({
      clock: this.clock,
      table,
      store: this.store,
      rules: [rule.parse(watched)],
      outbox: { notifications: () => [], committed: () => undefined },
      changed: () => undefined,
      rulesChanged: () => undefined,
      turns: new Turns((error) => expect.fail(String(error))),
      log: { error: (message) => expect.fail(message) },
    });
    const components = () =>
      Object.keys(this.#components).map((key) => ({ key, kind: 'agent' as const, name: key, values: {} }));
    this.incidents = this.#alerting.ports({ components, snapshot: () => null }).incidents;
  }

  /** Seconds pass, in each of which the hub and its components did the same. */
  seconds(count: number, throughput: number, components: Components): void {
    this.#components = components;
    for (let n = 0; n < count; n += 1) {
      const which = this.clock.now() / 1000;
      const point = pointOf(hub, null, which, { throughput });
      const parts = Object.entries(components).map(([key, value]) =>
        pointOf(hub, key, which, { throughput: value }),
      );
      this.clock.advance(1000);
      this.store.write([point, ...parts]);
      const closed = { hub, second: second(which), point, components: parts, amended: false, lagMs: 0 };
      finish(this.#alerting.judge.second(closed));
    }
  }

  /** A marker so many seconds from the first second. */
  async mark(name: string, offset: number, of: string = hub): Promise<void> {
    const at = (start + offset) * 1000;
    const marker: Marker = { id: name, hub: of, name, at, origin: 'person', targets: [] };
    await this.store.addMarker(marker);
  }

  incident(): Pick<Incident, 'id'> {
    const [found] = this.incidents.page({ limit: 1, offset: 0 }).incidents;
    return found ?? expect.fail('nothing fired');
  }
}

describe('an incident', () => {
  it.each([
    [
      'the highest where much is bad',
      { condition: 'above', threshold: 100 },
      500,
      ['agent:c', 'agent:b', 'agent:a'],
    ],
    [
      'the lowest where little is bad',
      { condition: 'below', threshold: 100 },
      60,
      ['agent:a', 'agent:b', 'agent:c'],
    ],
  ])('names the components that were involved, %s', async (_, written, throughput, keys) => {
    const desk = new Desk(written);
    desk.seconds(5, 100, { 'agent:a': 900, 'agent:b': 50, 'agent:c': 50 });
    desk.seconds(10, throughput, { 'agent:a': 10, 'agent:b': 20, 'agent:c': 30 });
    const { components } = await desk.incidents.detail(desk.incident().id);
    // What they did before it began does not count.
    expect(components.map(({ key }) => key)).toEqual(keys);
    expect(Object.fromEntries(components.map(({ key, value }) => [key, value]))).toEqual({
      'agent:a': 10,
      'agent:b': 20,
      'agent:c': 30,
    });
  });

  it('names ten of many, and asks the store once for all of them', async () => {
    const desk = new Desk({ condition: 'above', threshold: 100 });
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`agent:${String(n)}`, n]));
    desk.seconds(5, 500, many);
    const asked = vi.spyOn(desk.store, 'histories');
    const { components } = await desk.incidents.detail(desk.incident().id);
    expect(components.map(({ value }) => value)).toEqual([39, 38, 37, 36, 35, 34, 33, 32, 31, 30]);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('of a component names no others', async () => {
    const desk = new Desk({ condition: 'above', threshold: 100, component: 'agent:*' });
    desk.seconds(5, 500, { 'agent:a': 500, 'agent:b': 20 });
    const detail = await desk.incidents.detail(desk.incident().id);
    expect(detail).toMatchObject({ component: 'agent:a', components: [] });
  });

  it('shows the markers of its hub from ten minutes before it until its end', async () => {
    const desk = new Desk({ condition: 'above', threshold: 100 });
    await desk.mark('long before', 100);
    await desk.mark('before', 101);
    await desk.mark('within', 705);
    await desk.mark('of another hub', 705, 'bank');
    await desk.mark('after', 720);
    desk.seconds(701, 50, {});
    desk.seconds(10, 500, {});
    desk.seconds(30, 50, {});
    const { markers, state } = await desk.incidents.detail(desk.incident().id);
    expect(state).toBe('resolved');
    expect(markers.map(({ name }) => name)).toEqual(['before', 'within']);
  });

  it('that is not there is refused', async () => {
    const desk = new Desk({ condition: 'above', threshold: 100 });
    await expect(desk.incidents.detail('nobody')).rejects.toMatchObject({ code: 'unknown_incident' });
  });
});
