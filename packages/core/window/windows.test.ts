import { describe, expect, it } from 'vitest';
import { hubId, type SpanId } from '../signal/index.js';
import { at, metric, newId, Scene, source, span } from './testing/scene.js';

describe('closing a second', () => {
  it('happens as soon as the only exporter has delivered past it', () => {
    const scene = new Scene();
    scene.steady(0, 5);
    scene.until(5.3);
    expect(scene.value(3)).toBe(10);
    const lag = scene.handed.find((closed) => closed.second === scene.handed[0]?.second)?.lagMs ?? Infinity;
    expect(lag).toBeLessThan(400);
  });

  it('waits for the slower of two exporters, up to its learnt delay', () => {
    const scene = new Scene();
    for (let second = 0; second < 6; second += 1) {
      scene.until(second + 1.05);
      scene.windows.accept([
        span(second + 0.95, { source: source('a') }),
        span(second + 1.04, { source: source('a') }),
      ]);
      scene.until(second + 1.45);
      scene.windows.accept([
        span(second + 0.5, { source: source('b') }),
        span(second + 1.4, { source: source('b') }),
      ]);
    }
    expect(scene.value(3)).toBe(4);
    expect(scene.times(3)).toBe(1);
  });

  it('counts a span in the second in which it ended', () => {
    const scene = new Scene();
    scene.steady(0, 2);
    scene.until(2.3);
    scene.windows.accept([span(2.01, { ms: 1900 }), span(3.2)]);
    scene.until(4);
    expect(scene.value(1)).toBe(10);
    expect(scene.value(2)).toBe(1);
    expect(scene.value(2, 'latency')).toBe(1900);
  });

  it('stops when the hub falls silent and leaves no second out when it is back', () => {
    const scene = new Scene();
    scene.steady(0, 3);
    scene.until(30);
    expect(scene.windows.status(hubId('shop'))?.silent).toBe(true);
    const before = scene.handed.length;
    scene.until(33);
    expect(scene.handed.length).toBe(before);
    scene.steady(33, 36);
    scene.until(37);
    const seconds = scene.handed.filter((closed) => !closed.amended).map((closed) => closed.second);
    expect(seconds).toEqual(Array.from({ length: seconds.length }, (_, n) => (seconds[0] ?? 0) + n));
    expect(scene.value(20)).toBeNull();
    expect(scene.value(34)).toBe(10);
  });
});

describe('late and wrong data', () => {
  it('amends a closed second with what comes up to 120 s late', () => {
    const scene = new Scene();
    scene.steady(0, 10);
    scene.windows.accept([span(4.5, { ms: 500 })]);
    scene.until(11);
    expect(scene.value(4)).toBe(11);
    expect(scene.times(4)).toBe(2);
  });

  it('drops what is older or ahead, by reason', () => {
    const scene = new Scene();
    scene.steady(0, 3);
    const { dropped } = scene.windows.accept([span(-121), span(9), span(-1e9), span(2e9)]);
    expect(dropped).toEqual({ too_old: 2, future: 2 });
    expect(scene.windows.status(hubId('shop'))?.dropped).toEqual({ too_old: 2, future: 2 });
  });

  it('counts a span delivered twice once', () => {
    const scene = new Scene();
    const twice = span(1.5);
    scene.steady(0, 2);
    scene.windows.accept([twice, span(2.05)]);
    expect(scene.windows.accept([twice]).dropped).toEqual({ duplicate: 1 });
    scene.steady(2.2, 4);
    scene.until(5);
    expect(scene.value(1)).toBe(11);
  });

  it('is not held or hurried by an instance whose clock is five minutes off', () => {
    const scene = new Scene();
    for (let batch = 0; batch < 25; batch += 1) {
      scene.until(batch / 5 + 0.21);
      const wrong = source('wrong');
      scene.windows.accept([
        span(batch / 5 + 0.1),
        span(batch / 5 + 300, { source: wrong }),
        span(batch / 5 - 300, { source: wrong }),
      ]);
    }
    expect(scene.value(3)).toBe(5);
    expect(scene.windows.status(hubId('shop'))?.instances).toBe(1);
  });
});

describe('operations are counted once', () => {
  it('takes roots, and entry spans whose parent no instance of the hub reported', () => {
    const scene = new Scene();
    const root = newId();
    scene.windows.accept([
      span(0.3, { spanId: root }),
      span(0.2, { parentId: root, kind: 'internal' }),
      span(0.25, { parentId: root, kind: 'consumer' }),
      span(0.4, { parentId: newId(), kind: 'server' }),
    ]);
    scene.steady(1, 3);
    scene.until(3);
    expect(scene.value(0)).toBe(2);
  });

  it('amends the second when the parent turns up later', () => {
    const scene = new Scene();
    const parent = newId();
    scene.windows.accept([span(0.4, { parentId: parent, kind: 'consumer' })]);
    scene.steady(1, 4);
    scene.until(4);
    expect(scene.value(0)).toBe(1);
    scene.windows.accept([span(3.9, { spanId: parent, ms: 3600 })]);
    scene.until(5);
    expect(scene.value(0)).toBe(0);
  });

  it('takes a histogram only where no spans arrive', () => {
    const histogram = (count: number) =>
      ({
        form: 'histogram',
        temporality: 'delta',
        histogram: {
          kind: 'explicit',
          bounds: [0.1, 0.2],
          counts: [0, count, 0],
          sum: count * 0.15,
          min: 0.15,
          max: 0.15,
        },
      }) as const;
    const send = (scene: Scene, name: string, withSpans: boolean) => {
      for (let second = 0; second < 6; second += 1) {
        scene.until(second + 1.02);
        scene.windows.accept([metric(name, second + 1, histogram(8), { start: at(second) })]);
        if (withSpans) scene.windows.accept([span(second + 0.9), span(second + 1.01)]);
      }
      scene.until(8);
    };
    for (const name of ['http.server.request.duration', 'mcp.server.operation.duration']) {
      const metered = new Scene();
      send(metered, name, false);
      expect(metered.value(3)).toBeCloseTo(8, 6);
      expect(metered.value(3, 'latency')).toBeCloseTo(150, 6);
      const both = new Scene();
      send(both, name, true);
      expect(both.value(3)).toBe(2);
    }
  });

  it('counts a sampled span by its adjusted count', () => {
    const scene = new Scene();
    scene.windows.accept([span(0.5, { weight: 4, failed: true }), span(0.6)]);
    scene.steady(1, 2);
    scene.until(2);
    expect(scene.value(0)).toBe(5);
    expect(scene.value(0, 'error_rate')).toBe(80);
  });
});

describe('components and communication', () => {
  it('measures a message from its PRODUCER to its CONSUMER, whichever arrives first', () => {
    const scene = new Scene();
    const [first, second] = [newId(), newId()];
    const producer = (id: SpanId, end: number) =>
      span(end, { spanId: id, kind: 'producer', parentId: newId(), ms: 1 });
    const consumer = (parent: SpanId, end: number) =>
      span(end, { kind: 'consumer', parentId: parent, ms: 10 });
    scene.windows.accept([
      producer(first, 0.1),
      consumer(first, 0.119),
      consumer(second, 0.219),
      producer(second, 0.2),
    ]);
    scene.steady(1, 2);
    scene.until(2);
    expect(scene.value(0, 'communication')).toBeCloseTo(10, 3);
    expect(scene.value(0, 'communication.count')).toBe(2);
  });

  it('keeps the busiest rows of a million names and shares "other" among the rest', () => {
    const scene = new Scene({ limits: { components: 5 } });
    const agent = (name: string) => ({ kind: 'agent', name }) as const;
    for (let batch = 0; batch < 60; batch += 1) {
      scene.until(batch / 5 + 0.21);
      const end = batch / 5 + 0.1;
      const flood = Array.from({ length: 50 }, (_, n) =>
        span(end, { component: agent(`n${String(batch * 50 + n)}`) }),
      );
      const busy = Array.from({ length: 20 }, () => span(end, { component: agent('busy') }));
      scene.windows.accept([...flood, ...busy]);
    }
    scene.until(13);
    expect(scene.value(11, 'throughput', 'agent:busy')).toBe(100);
    expect(scene.handed.at(-1)?.components.length).toBeLessThanOrEqual(6);
    expect(scene.value(11, 'throughput', 'other:other')).toBeGreaterThan(200);
    expect(scene.windows.status(hubId('shop'))?.dropped['component_limit']).toBeGreaterThan(0);
    // Like every row it stays while it has nothing to do.
    scene.steady(13, 15);
    scene.until(15);
    expect(scene.value(13, 'throughput', 'other:other')).toBe(0);
  });

  it('counts a call once that a framework wraps in spans of the same component', () => {
    const scene = new Scene();
    const [model, tool] = [
      { kind: 'model', name: 'tiny' } as const,
      { kind: 'tool', name: 'weather' } as const,
    ];
    const agent = { kind: 'agent', name: 'planner' } as const;
    const [root, outer, middle, inner] = [newId(), newId(), newId(), newId()];
    scene.steady(0, 1);
    scene.windows.accept([
      span(1.1, { spanId: inner, parentId: middle, component: model, tokensIn: 12 }),
      span(1.1, { spanId: middle, parentId: outer, component: model }),
      span(1.1, { parentId: outer, component: tool }),
      span(1.1, { spanId: outer, parentId: root, component: model, ms: 30 }),
      // Another call of the same model, side by side with the first, is another operation.
      span(1.1, { parentId: root, component: model }),
      span(1.1, { spanId: root, component: agent }),
    ]);
    scene.steady(1, 4);
    expect(scene.value(1, 'throughput', 'model:tiny')).toBe(2);
    expect(scene.value(1, 'latency.mean', 'model:tiny')).toBeCloseTo(20, 0);
    expect(scene.value(1, 'tokens_in', 'model:tiny')).toBe(12);
    expect(scene.value(1, 'throughput', 'tool:weather')).toBe(1);
    expect(scene.value(1, 'throughput', 'agent:planner')).toBe(1);
  });

  it('counts for a service what enters it, not what its own process passes on', () => {
    const scene = new Scene();
    const service = (name: string) => ({ kind: 'service', name }) as const;
    const [inside, before, outside] = [newId(), newId(), newId()];
    const front = { source: source('front'), component: service('front') };
    const back = { source: source('back'), component: service('back'), kind: 'server' } as const;
    scene.windows.accept([
      span(0.2, { ...front, spanId: outside }),
      span(0.1, { ...back, parentId: outside, spanId: inside }),
      span(0.1, { ...back, parentId: inside, kind: 'consumer' }),
      span(0.1, { ...back, parentId: before, kind: 'consumer' }),
      span(0.15, { ...back, parentId: newId() }),
    ]);
    scene.windows.accept([span(0.3, { source: source('back'), spanId: before, parentId: inside })]);
    for (const instance of ['front', 'back']) scene.windows.accept([span(1.1, { source: source(instance) })]);
    scene.until(3);
    expect(scene.value(0, 'throughput', 'service:front')).toBe(1);
    expect(scene.value(0, 'throughput', 'service:back')).toBe(2);
    expect(scene.value(0)).toBe(2);
  });

  it('closes no second between the parts of one arrival', () => {
    const scene = new Scene();
    scene.steady(0, 3);
    scene.until(4.1);
    scene.windows.accept([span(3.1), span(4.05)], true);
    scene.windows.accept([span(3.2), span(4.05)]);
    scene.until(4.6);
    expect(scene.value(3)).toBe(2);
    expect(scene.times(3)).toBe(1);
  });

  it('makes a marker of a version that was never seen', () => {
    const scene = new Scene();
    scene.windows.accept([span(0.1, { source: source('a', { version: '1' }) })]);
    scene.windows.accept([span(0.2, { source: source('a', { version: '2' }) })]);
    scene.windows.accept([span(0.3, { source: source('b', { version: '1' }) })]);
    expect(scene.markers.map((marker) => marker.name)).toEqual(['2']);
  });
});

describe('gauges and counters', () => {
  it('reads CPU as a share of what is allotted, from a counter', () => {
    const scene = new Scene();
    const from = source('a', { cpuLimit: 0.5 });
    scene.steady(0, 1, { source: from });
    for (let tick = 0; tick < 6; tick += 1) {
      scene.until(tick + 1.05);
      scene.windows.accept([
        metric(
          'process.cpu.time',
          tick + 1,
          { form: 'sum', temporality: 'cumulative', monotonic: true, value: 100 + 0.2 * tick },
          { source: from, start: at(-5000) },
        ),
        span(tick + 1.01, { source: from }),
      ]);
    }
    expect(scene.value(4, 'cpu')).toBeCloseTo(40, 6);
    expect(scene.value(4, 'cpu_per_op')).toBeCloseTo(200, 6);
  });

  it('takes a counter that went back for a restart, and adds up series', () => {
    const scene = new Scene();
    const total = (value: number, tick: number, series: string, start: number) =>
      metric(
        'process.cpu.time',
        tick,
        { form: 'sum', temporality: 'cumulative', monotonic: true, value },
        { series, start: at(start) },
      );
    scene.steady(0, 1);
    for (let tick = 1; tick < 8; tick += 1) {
      scene.until(tick + 0.1);
      const restarted = tick >= 5;
      scene.windows.accept([
        total(restarted ? 0.1 * (tick - 4) : 50 + 0.1 * tick, tick, 'user', restarted ? 4 : -9000),
        total(restarted ? 0.1 * (tick - 4) : 70 + 0.1 * tick, tick, 'system', restarted ? 4 : -9000),
        span(tick + 0.05),
      ]);
    }
    for (const second of [2, 3, 4, 5]) expect(scene.value(second, 'cpu')).toBeCloseTo(20, 6);
  });

  it('counts the contradiction of two processes that share one id', () => {
    const scene = new Scene();
    const total = (value: number, time: number, start: number) =>
      metric(
        'process.cpu.time',
        time,
        { form: 'sum', temporality: 'cumulative', monotonic: true, value },
        { start: at(start) },
      );
    scene.until(5);
    scene.windows.accept([total(10, 3, -9000), total(500, 3.5, -5000), total(11, 4, -9000)]);
    expect(scene.windows.status(hubId('shop'))?.dropped).toEqual({ conflict: 1 });
  });

  it('sums a gauge over instances, and is unknown while one of them has not told', () => {
    const scene = new Scene();
    for (let tick = 0; tick < 5; tick += 1) {
      scene.until(tick + 1.05);
      const memory = (instance: string) =>
        metric('process.memory.usage', tick + 1.02, 4e7, { source: source(instance) });
      scene.windows.accept(tick < 4 ? [memory('a'), memory('b')] : [memory('a')]);
    }
    scene.until(8);
    expect(scene.value(2, 'memory')).toBeCloseTo(80);
    expect(scene.value(5, 'memory')).toBeNull();
  });

  it('spreads a source that exports each 60 s over its interval, and says so', () => {
    const scene = new Scene();
    const total = (minute: number) =>
      metric(
        'process.cpu.time',
        minute * 60,
        { form: 'sum', temporality: 'cumulative', monotonic: true, value: 30 * minute },
        { start: at(0) },
      );
    for (let minute = 1; minute <= 4; minute += 1) {
      scene.steady(minute * 60 - 60, minute * 60);
      scene.until(minute * 60 + 0.3);
      scene.windows.accept([total(minute)]);
    }
    scene.until(242);
    expect(scene.value(200, 'cpu')).toBeCloseTo(50, 6);
    expect(scene.windows.status(hubId('shop'))?.resolution).toBe(60);
  });
});

describe('a variant', () => {
  it('has the operations of the hub that were worked by it, and takes none from the hub', () => {
    const scene = new Scene();
    const variant = { kind: 'variant', name: 'b' } as const;
    scene.steady(0, 2);
    scene.until(2.3);
    const root = newId();
    scene.windows.accept([
      span(2.1, { variant, spanId: root }),
      span(2.15, { variant, parentId: root }),
      span(2.2),
      span(3.2),
    ]);
    scene.until(4);
    expect(scene.value(2)).toBe(2);
    const closed = scene.handed.findLast(({ second }) => second === (scene.handed[0]?.second ?? 0) + 2);
    const row = closed?.components.find(({ component }) => component === 'variant:b');
    expect(row?.readings.find((reading) => reading?.fold === 'sum')).toMatchObject({ value: 1 });
  });
});
