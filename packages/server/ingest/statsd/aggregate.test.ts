import { builtinMappings, hubId, MappingTable, type Mapping } from '@hubscope/core/signal';
import { describe, expect, it } from 'vitest';
import { House } from '../prometheus/testing/house.js';
import { Aggregate } from './aggregate.js';
import { Places } from '../places.js';
import { StatsdNames } from './series.js';

const sender = '10.0.0.7';

/** Lines by the second, and a flush behind each, as the door does. */
class Sender {
  readonly aggregate: Aggregate;
  #second = 0;

  constructor(
    readonly house = new House(),
    mappings = house.mappings,
  ) {
    const { sink, table, clock } = house;
    this.aggregate = new Aggregate(sink, new StatsdNames({ sink, table, mappings }), clock.now());
  }

  for(seconds: number, lines: (second: number) => readonly string[] = () => []): void {
    for (const end = this.#second + seconds; this.#second < end; this.#second += 1) {
      for (const line of lines(this.#second)) this.aggregate.packet(line, sender);
      this.house.until(this.#second + 1);
      this.aggregate.flush(this.house.clock.now());
    }
  }

  silent(hub: string): boolean | undefined {
    return this.house.windows.status(hubId(hub))?.silent;
  }
}

describe('a process that says nothing any more', () => {
  it.each([
    ['gauge', 'queue_depth:7|g|#hub:jobs'],
    ['counter', 'process.cpu.time:1|c|#hub:jobs'],
    ['set', 'queue_depth:a|s|#hub:jobs'],
    ['timer', 'http.server.request.duration:10|ms|#hub:jobs'],
  ])('makes its hub silent, though its last words were a %s', (_, line) => {
    const statsd = new Sender();
    statsd.for(20, () => [line]);
    expect(statsd.silent('jobs')).toBe(false);
    statsd.for(25);
    expect(statsd.silent('jobs')).toBe(true);
  });

  it('takes its gauges with it, and begins anew when it comes back', () => {
    const statsd = new Sender();
    statsd.for(5, () => ['queue_depth:7|g|#hub:jobs']);
    statsd.for(60);
    const last = statsd.house.handed.findLast(({ hub }) => hub === hubId('jobs'));
    expect((last?.second ?? 0) * 1000).toBeLessThan(statsd.house.clock.now() - 30_000);
    statsd.for(5, () => ['queue_depth:+2|g|#hub:jobs']);
    statsd.for(3);
    expect(statsd.house.value('jobs', 66, 'queue_depth')).toBeCloseTo(4);
  });

  it('is waited for as long as it usually takes', () => {
    const statsd = new Sender();
    const line = 'queue_depth:7|g|#hub:jobs';
    statsd.for(121, (second) => (second % 20 === 0 ? [line] : []));
    statsd.for(55);
    expect(statsd.silent('jobs')).toBe(false);
    expect(statsd.house.value('jobs', 170, 'queue_depth')).toBeCloseTo(7);
    statsd.for(30);
    expect(statsd.silent('jobs')).toBe(true);
  });

  it('does not let another process of its hub keep its gauges', () => {
    const statsd = new Sender();
    const of = (instance: string): string => `queue_depth:5|g|#hub:jobs,instance:${instance}`;
    statsd.for(5, () => [of('a'), of('b')]);
    statsd.for(40, () => [of('a')]);
    expect(statsd.house.value('jobs', 3, 'queue_depth')).toBeCloseTo(10);
    expect(statsd.house.value('jobs', 40, 'queue_depth')).toBeCloseTo(5);
    expect(statsd.silent('jobs')).toBe(false);
  });

  it('gives the gauges of one that says anything at all their last value', () => {
    const statsd = new Sender();
    statsd.for(1, () => ['queue_depth:5|g|#hub:jobs']);
    statsd.for(40, () => ['active_connections:1|g|#hub:jobs']);
    expect(statsd.house.value('jobs', 37, 'queue_depth')).toBeCloseTo(5);
  });
});

it('a clock that is set back by an hour stops nothing, and keeps no process that is gone', () => {
  const statsd = new Sender();
  const { clock } = statsd.house;
  const line = 'queue_depth:7|g|#hub:jobs';
  const later = (seconds: number, lines: readonly string[]): void => {
    for (let second = 0; second < seconds; second += 1) {
      statsd.aggregate.packet(lines.join('\n'), sender);
      for (let step = 0; step < 20; step += 1) {
        clock.advance(50);
        statsd.house.windows.advance();
      }
      statsd.aggregate.flush(clock.now());
    }
  };
  later(5, [line]);
  clock.advance(-3_600_000);
  later(5, [line]);
  const last = statsd.house.handed.at(-1);
  expect(Math.abs((last?.second ?? 0) * 1000 - clock.now())).toBeLessThan(3000);
  clock.advance(-3_600_000);
  later(5, []);
  expect(statsd.silent('jobs')).toBe(false);
  later(25, []);
  expect(statsd.silent('jobs')).toBe(true);
});

describe('room for series', () => {
  it('is left to other hubs by one that makes a series of each request', () => {
    const statsd = new Sender();
    const flood = Array.from(
      { length: 12_000 },
      (_, each) => `queue_depth:1|g|#hub:flood,id:${String(each)}`,
    );
    statsd.for(1, () => [...flood, 'queue_depth:7|g|#hub:jobs']);
    statsd.for(3, () => ['queue_depth:7|g|#hub:jobs']);
    expect(statsd.house.dropped('flood')['series_limit']).toBeGreaterThan(0);
    expect(statsd.house.dropped('jobs')).toEqual({});
    expect(statsd.house.value('jobs', 2, 'queue_depth')).toBeCloseTo(7);
  });

  it('is given back by a process that is gone', () => {
    const statsd = new Sender();
    const of = (hub: string, from: number): string[] =>
      Array.from({ length: 1500 }, (_, each) => `queue_depth:1|g|#hub:${hub},id:${String(from + each)}`);
    // Each second 1,500 series more, until there is no place.
    for (let second = 0; second < 8; second += 1) statsd.for(1, () => of('flood', second * 1500));
    const before = statsd.house.dropped('flood')['series_limit'] ?? 0;
    statsd.for(12);
    statsd.aggregate.packet(of('jobs', 0).join('\n'), sender);
    expect(statsd.aggregate.packet(of('flood', 1e6).join('\n'), sender)).toBe(1500);
    expect(before).toBeGreaterThan(0);
  });

  it('is not taken by hubs that are more than are kept', () => {
    const statsd = new Sender();
    const hubs = Array.from({ length: 25_000 }, (_, each) => `queue_depth:1|g|#hub:h${String(each)}`);
    statsd.for(1, () => ['queue_depth:7|g|#hub:jobs', ...hubs]);
    expect(statsd.aggregate.packet(hubs.slice(0, 10_000).join('\n'), sender)).toBe(10_000);
  });

  it('is not for names and tags of kilobytes', () => {
    const statsd = new Sender();
    const long = (length: number): string => `queue_depth:1|g|#hub:jobs,note:${'x'.repeat(length)}`;
    expect(statsd.aggregate.packet(`${long(500)}\n${long(2000)}\n${long(60_000)}`, sender)).toBe(3);
    expect(statsd.house.windows.dropped(null)).toEqual({ bad_line: 2 });
  });

  it('is shared: a hub has no more than are left', () => {
    const places = new Places(100);
    const fill = (hub: string): number => {
      let taken = 0;
      while (places.take(hubId(hub))) taken += 1;
      return taken;
    };
    expect(['a', 'b', 'c'].map(fill)).toEqual([50, 25, 13]);
    for (let each = 0; each < 50; each += 1) places.leave(hubId('a'));
    expect(fill('c')).toBeGreaterThan(10);
  });
});

describe('a number', () => {
  it.each(['queue_depth:1|c|@1e-300', 'http.server.request.duration:1|ms|@1e-320', 'queue_depth:1|g|@1e-12'])(
    'that stands for more events than can be is none: %s',
    (line) => {
      const statsd = new Sender();
      expect(statsd.aggregate.packet(line, sender)).toBe(0);
    },
  );

  it('that is past what a number can be is none', () => {
    const statsd = new Sender();
    const lines = ['process.cpu.time:1e308|c|@0.1', 'queue_depth:1e308|g', 'queue_depth:+1e308|g'];
    expect(statsd.aggregate.packet(lines.join('\n'), sender)).toBe(3);
    expect(statsd.house.dropped('default')).toEqual({ bad_number: 2 });
  });
});

describe('the factor of a timer', () => {
  it.each([
    ['of a convention is for its unit, and a timer has milliseconds', 'http.server.request.duration', 40],
    ['in its name is no other', 'http_server_request_duration_seconds', 40],
    ['of the configuration is what it says', 'job.microseconds', 0.04],
  ])('%s', (_, name, ms) => {
    const rest = { signal: 'latency', role: 'operations', rank: 0 } as const;
    const own: Mapping = { metric: 'job.microseconds', factor: 0.001, ...rest };
    const mappings = new MappingTable([...builtinMappings, own]);
    const statsd = new Sender(new House(), mappings);
    statsd.for(5, () => [`${name}:40|ms|#hub:shop`]);
    statsd.for(3);
    expect(statsd.house.value('shop', 3, 'latency.mean')).toBeCloseTo(ms);
  });
});
