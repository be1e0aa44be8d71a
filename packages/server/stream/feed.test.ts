import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyReplica, reduce, type Sparklines } from '@hubscope/core/live';
import { millis } from '@hubscope/core/time';
import {
  liveFrame,
  rule,
  snapshotFrame as snapshotSchema,
  type Rule,
  type SnapshotFrame,
} from '@hubscope/core/wire';
import { Feed, feedShape } from './feed.js';
import { changeFrame, snapshotFrame } from './live-frames.js';
import { apply, mirrorOf, type Mirror } from './testing/mirror.js';
import {
  alertOf,
  hubNamed,
  judgementOf,
  markerOf,
  secondEvent,
  start,
  statusOf,
  table,
  type Sample,
} from './testing/scene.js';
import { everything, wantedOf } from './wanted.js';

const shape = feedShape(table);
const all = wantedOf(shape, everything);
const now = millis(start * 1000);
const newFeed = (): Feed => new Feed(hubNamed('shop'), shape, 0);
const snapshot = (feed: Feed, rules: readonly Rule[] = []): SnapshotFrame => {
  const frame = snapshotFrame(feed, all, now, table, rules);
  return snapshotSchema.parse(JSON.parse(JSON.stringify(frame)));
};
const column = (frame: SnapshotFrame, name: string): (number | null)[] =>
  frame.series.values[frame.columns.indexOf(name)] ?? [];

const sample = fc.record(
  {
    throughput: fc.nat(50),
    memory: fc.nat(90),
    latencies: fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 4 }),
  },
  { requiredKeys: [] },
);
const components = fc.dictionary(fc.constantFrom('agent:a', 'agent:b', 'tool:c'), sample, { maxKeys: 3 });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ ahead: fc.constant(1), sample, components }) },
  { weight: 1, arbitrary: fc.record({ ahead: fc.integer({ min: 2, max: 200 }), sample, components }) },
  { weight: 3, arbitrary: fc.record({ ahead: fc.integer({ min: -100, max: 0 }), sample, components }) },
);

it('a snapshot draws the thresholds that are values of a hub’s columns, and no others', () => {
  const of = (more: object): Rule =>
    rule.parse({ name: 'Up', signal: 'error_rate', condition: 'above', threshold: 50, ...more });
  const burn = { objective: 99 };
  const rules = [of({}), of({ against: 'hour' }), of({ burn }), of({ component: 'agent:*' })];
  const frame = snapshot(newFeed(), rules);
  expect(frame.thresholds).toHaveLength(1);
  expect(frame.rules).toBe(4);
});

describe('a feed', () => {
  it('tells by its frames what a later snapshot tells at once', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), fc.nat(30), (steps, joins) => {
        const feed = newFeed();
        let mirror = null as Mirror | null;
        let last = start;
        const throughputAt = all.componentColumnNames.indexOf('throughput');
        steps.forEach(({ ahead, sample: of, components: by }, index) => {
          const at = index === 0 ? start : last + ahead;
          last = Math.max(last, at);
          const changes = feed.apply(secondEvent('shop', at, of, by, ahead <= 0));
          if (index === Math.min(joins, steps.length - 1)) mirror = mirrorOf(snapshot(feed));
          else if (mirror !== null) {
            for (const numbered of changes) {
              const frame = changeFrame(feed, numbered, all, now);
              if (frame === null) mirror = mirrorOf(snapshot(feed));
              else apply(mirror, liveFrame.parse(JSON.parse(JSON.stringify(frame))), throughputAt);
            }
          }
        });
        const later = mirrorOf(snapshot(feed));
        if (mirror === null) throw new Error('it never joined');
        const told = mirror;
        expect(told.seq).toBe(later.seq);
        expect(told.components).toEqual(later.components);
        // Seconds before the mirror joined may be in one and not in the other where late data came for them.
        for (const [which, values] of later.seconds) {
          if (!told.seconds.has(which)) continue;
          expect(told.seconds.get(which)).toEqual(values);
          // A row begins, for a client, when it was first told of.
          for (const [key, series] of told.throughput) {
            if (series.has(which)) expect(series.get(which)).toBe(later.throughput.get(key)?.get(which));
          }
        }
        expect(Math.max(...told.seconds.keys())).toBe(Math.max(...later.seconds.keys()));
      }),
      { numRuns: 150 },
    );
  });

  it('tells in parts, of status, judgement and sparklines, what comes to what a snapshot says', () => {
    const score = fc.constantFrom(40, 90);
    const mean = fc.constantFrom(null, 3, 4);
    const told = fc.record({ ahead: fc.integer({ min: 1, max: 3 }), late: fc.nat(40), score, mean, sample });
    fc.assert(
      fc.property(fc.array(told, { minLength: 2, maxLength: 80 }), (steps) => {
        const feed = newFeed();
        let replica = emptyReplica;
        let at = start + 1;
        let judgement = judgementOf(90);
        for (const [index, step] of steps.entries()) {
          const late = step.late > 0 && step.late < 10 && index > 0;
          at += late ? 0 : step.ahead;
          const event = secondEvent('shop', late ? at - step.late : at, step.sample, {}, late);
          const peak = { over: 60, max: step.mean, max_at: at * 1000, min: 0, min_at: null, mean: step.mean };
          judgement = { ...judgementOf(step.score), peaks: { throughput: [peak] } };
          const changes = feed.apply(late ? event : { ...event, judgement });
          if (index === 0) replica = reduce(replica, snapshot(feed));
          else
            for (const change of changes) {
              const frame = changeFrame(feed, change, all, now);
              replica = reduce(replica, frame === null ? snapshot(feed) : frame);
            }
        }
        // The second that begins the next cell tells all that is untold of the last.
        do {
          at += 1;
          for (const change of feed.apply({ ...secondEvent('shop', at, {}), judgement })) {
            const frame = changeFrame(feed, change, all, now);
            if (frame !== null) replica = reduce(replica, frame);
          }
        } while (at % 30 !== 0);
        const whole = snapshot(feed);
        expect(replica.view?.status).toEqual(whole.status);
        expect(replica.view?.judgement).toEqual(whole.judgement);
        expect(replica.view?.componentCount).toBe(whole.component_count);
        const known = (sparklines: Sparklines | undefined) =>
          new Map(
            Object.entries(sparklines?.columns ?? {}).flatMap(([name, values]) =>
              values
                .toReversed()
                .flatMap((value, ago) =>
                  value === null ? [] : [[`${name} ${String(ago)}`, value] as const],
                ),
            ),
          );
        expect(replica.view?.sparklines.until).toBe(whole.sparklines.until);
        expect(known(replica.view?.sparklines)).toEqual(known(whole.sparklines));
      }),
      { numRuns: 100 },
    );
  });

  it('fills seconds that are missing with nulls, each with a tick of its own', () => {
    const feed = newFeed();
    feed.apply(secondEvent('shop', start, { throughput: 1 }, { 'agent:a': { throughput: 1 } }));
    const changes = feed.apply(secondEvent('shop', start + 3, { throughput: 2 }));
    expect(
      changes.map(({ seq, change }) => [seq, change.type === 'tick' ? change.row.second : null]),
    ).toEqual([
      [2, start + 1],
      [3, start + 2],
      [4, start + 3],
    ]);
    expect(column(snapshot(feed), 'throughput')).toEqual([1, null, null, 2]);
    expect(snapshot(feed).components[0]?.throughput).toEqual([1, null, null, 0]);
  });

  it('starts over with a snapshot after a longer silence than a client keeps', () => {
    const feed = newFeed();
    feed.apply(secondEvent('shop', start, { throughput: 1 }));
    const changes = feed.apply(secondEvent('shop', start + 1000, { throughput: 2 }));
    expect(changes.map(({ change }) => change.type)).toEqual(['restart']);
    expect(snapshot(feed).series).toMatchObject({ from: start + 911 });
    expect(column(snapshot(feed), 'throughput').at(-1)).toBe(2);
  });

  it('puts late data where it belongs, and tells of what a client still keeps', () => {
    const feed = newFeed();
    for (let at = start; at < start + 200; at += 1) feed.apply(secondEvent('shop', at, { throughput: 1 }));
    const types = (at: number): string[] =>
      feed.apply(secondEvent('shop', at, { throughput: 5 }, {}, true)).map(({ change }) => change.type);
    expect(types(start + 190)).toEqual(['amend']);
    expect(types(start + 100)).toEqual([]);
    expect(types(start)).toEqual([]);
    expect(column(snapshot(feed), 'throughput')).toHaveLength(90);
    expect(column(snapshot(feed), 'throughput').at(-10)).toBe(5);
  });

  it('tells only the components that changed, and those that left', () => {
    const feed = newFeed();
    const tell = (at: number, by: Record<string, Sample>): [string[], readonly string[]] => {
      const change = feed.apply(secondEvent('shop', at, { throughput: 3 }, by)).at(-1)?.change;
      if (change?.type !== 'tick') throw new Error('no tick');
      return [change.changed.map(({ key }) => key), change.gone];
    };
    const busy = { throughput: 2 };
    expect(tell(start, { 'agent:a': busy, 'agent:b': busy })).toEqual([['agent:a', 'agent:b'], []]);
    expect(tell(start + 1, { 'agent:a': busy, 'agent:b': { throughput: 9 } })).toEqual([['agent:b'], []]);
    expect(tell(start + 2, { 'agent:a': busy })).toEqual([['agent:b'], []]);
    for (let at = start + 3; at < start + 301; at += 1)
      expect(tell(at, { 'agent:a': busy })).toEqual([[], []]);
    expect(tell(start + 301, { 'agent:a': busy })).toEqual([[], ['agent:b']]);
  });

  it('repeats a status or a part of the judgement only when it differs', () => {
    const feed = newFeed();
    feed.apply(secondEvent('shop', start, {}));
    const event = secondEvent('shop', start + 1, {});
    const [same] = feed.apply({ ...event, status: statusOf('shop', 'live', start + 1) });
    expect(same?.change).toMatchObject({ status: null, judgement: null });
    const next = secondEvent('shop', start + 2, {});
    const [other] = feed.apply({ ...next, judgement: judgementOf(70) });
    expect(other?.change).toMatchObject({ judgement: { health: { score: 70, parts: [] } } });
    const trends = { ...judgementOf(70).trends, memory: { change: 0, verdict: 'steady' } as const };
    const [third] = feed.apply({
      ...secondEvent('shop', start + 3, {}),
      judgement: { ...judgementOf(70), trends },
    });
    expect(third?.change).toMatchObject({ judgement: { trends: { memory: trends.memory } } });
    expect(third?.change).not.toHaveProperty('judgement.trends.throughput');
    expect(third?.change).not.toHaveProperty('judgement.health');
    expect(feed.apply({ type: 'status', status: statusOf('shop', 'live', start + 3) })).toEqual([]);
  });

  it('takes over what is concluded while the hub is silent, and tells it with the next tick', () => {
    const feed = newFeed();
    feed.apply(secondEvent('shop', start, {}));
    feed.apply({ type: 'status', status: statusOf('shop', 'silent', start), judgement: judgementOf(40) });
    expect(snapshot(feed).judgement?.health.score).toBe(40);
    const [tick] = feed.apply({ ...secondEvent('shop', start + 1, {}), judgement: judgementOf(40) });
    expect(tick?.change).toMatchObject({ judgement: { health: { score: 40 } } });
  });

  it('keeps alerts by id and the markers of the last hour', () => {
    const feed = newFeed();
    feed.apply({ type: 'alert', alert: alertOf('shop', 'a', 'approaching', start) });
    feed.apply({ type: 'alert', alert: alertOf('shop', 'a', 'firing', start + 1) });
    feed.apply({ type: 'marker', marker: markerOf('shop', 'old', start - 3601) });
    feed.apply({ type: 'marker', marker: markerOf('shop', 'new', start) });
    const frame = snapshot(feed);
    expect(frame.alerts.map(({ id, state }) => [id, state])).toEqual([['a', 'firing']]);
    expect(frame.markers.map(({ id }) => id)).toEqual(['new']);
    feed.apply({ type: 'unmarked', marker: markerOf('shop', 'new', start) });
    expect(snapshot(feed).markers).toEqual([]);
    feed.apply({ type: 'alert', alert: alertOf('shop', 'a', 'inactive', start + 2) });
    expect(snapshot(feed).alerts).toEqual([]);
  });

  it('carries cores a second each', () => {
    const feed = newFeed();
    feed.apply(secondEvent('shop', start, { cores: [10, 20] }));
    feed.apply(secondEvent('shop', start + 1, {}));
    expect(snapshot(feed).series.cores).toEqual([[10, 20], []]);
  });
});
