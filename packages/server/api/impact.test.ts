import { hubId } from '@hubscope/core/signal';
import { baseline, HubscopeError, type Baseline, type ImpactView } from '@hubscope/core/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { Fake, now } from './testing/fake.js';

let fake: Fake;
afterEach(() => fake.app.close());

const nothing: ImpactView = {
  hub: 'shop',
  component: null,
  baseline: null,
  baseline_id: null,
  marker: null,
  since: null,
  until: null,
  seconds: 0,
  set_aside: 0,
  overall: null,
  overall_low: null,
  overall_high: null,
  overall_verdict: 'unknown',
  overall_reason: 'there is no baseline to compare with',
  overall_words: 'not known',
  overall_seconds_more: null,
  score: null,
  load: null,
  signals: [],
  stability: [],
  balance: [],
  advice: 'Capture a baseline.',
};

const kept: Baseline = {
  id: 'b1',
  hub: 'shop',
  name: 'before',
  from: now - 60_000,
  to: now,
  created_at: now,
  origin: 'person',
  marker_id: null,
  components: [],
  bytes: 100,
  quality: {
    grade: 'weak',
    seconds: 60,
    known_seconds: 60,
    gaps: 0,
    steady: null,
    drifting: [],
    load: null,
    advice: ['Longer.'],
  },
};

async function open(over: Partial<Fake['ports']['impacts']>): Promise<void> {
  const { ports } = new Fake();
  fake = await new Fake({ impacts: { ...ports.impacts, ...over } }).open();
}

const post = (url: string, payload: object): Promise<{ statusCode: number; json: () => unknown }> =>
  fake.app.inject({ method: 'POST', url, payload });

describe('an impact', () => {
  it('without a baseline is nulls and no signals', async () => {
    await open({ view: async () => nothing });
    const answer = await fake.app.inject('/api/v1/hubs/shop/impact');
    expect(answer.json()).toMatchObject({ baseline: null, since: null, overall: null, signals: [] });
  });

  it('is asked of a component by its key', async () => {
    await open({ view: async (hub, component) => ({ ...nothing, hub, component }) });
    const one = await fake.app.inject('/api/v1/hubs/shop/impact?component=agent:planner');
    expect(one.json()).toMatchObject({ component: 'agent:planner' });
    const bad = await fake.app.inject('/api/v1/hubs/shop/impact?component=planner');
    expect(bad.json()).toMatchObject({ code: 'unknown_component' });
  });

  it('is none of a hub that was never seen', async () => {
    await open({});
    const answer = await fake.app.inject('/api/v1/hubs/nobody/impact');
    expect(answer.json()).toMatchObject({ code: 'unknown_hub', status: 404 });
  });

  it('can be kept under a link', async () => {
    const shared = { id: 's1', at: now, impact: nothing };
    await open({ share: async () => shared, shared: (id) => (id === 's1' ? shared : null) });
    const made = await post('/api/v1/hubs/shop/impact/share', {});
    expect([made.statusCode, made.json()]).toEqual([201, shared]);
    expect((await fake.app.inject('/api/v1/impacts/s1')).json()).toEqual(shared);
    expect((await fake.app.inject('/api/v1/impacts/s2')).json()).toMatchObject({ code: 'unknown_share' });
  });

  it('can be of what a program chose', async () => {
    const asked: unknown[] = [];
    await open({
      compare: async (hub, wanted) => {
        asked.push(wanted);
        return { hub, chosen: true, baseline: 'before', baseline_id: 'b1', since: now };
      },
    });
    const answer = await fake.app.inject({
      method: 'PUT',
      url: '/api/v1/hubs/shop/comparison',
      payload: { baseline: 'before' },
    });
    expect(answer.json()).toMatchObject({ chosen: true, baseline_id: 'b1' });
    expect(asked).toEqual([{ baseline: 'before', since: null }]);
  });
});

describe('baselines', () => {
  it('are created with 201 and their id', async () => {
    await open({ capture: async ({ hub, name, from, to }) => ({ ...kept, hub, name, from, to }) });
    const wanted = { hub: 'shop', name: 'before', from: now - 60_000, to: now };
    const answer = await post('/api/v1/baselines', wanted);
    expect(answer.statusCode).toBe(201);
    expect(baseline.parse(answer.json())).toMatchObject({ id: 'b1', ...wanted });
  });

  it.each([
    [{ hub: 'shop', name: 'x', from: 1 }],
    [{ hub: 'shop', name: '', from: 1, to: 2 }],
    [{ hub: 'shop', name: '\u202e', from: 1, to: 'now' }],
    [{ hub: 'shop', name: 'x', from: -1, to: 2 }],
  ])('are refused of %j', async (payload) => {
    await open({});
    const answer = await post('/api/v1/baselines', payload);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'invalid_request' });
  });

  it('are listed by hub', async () => {
    await open({ baselines: (hub) => (hub === hubId('shop') ? [kept] : []) });
    expect((await fake.app.inject('/api/v1/baselines?hub=shop')).json()).toEqual([kept]);
    expect((await fake.app.inject('/api/v1/baselines')).json()).toEqual([]);
  });

  it('that are unknown are a 404', async () => {
    await open({
      baseline: () => {
        throw new HubscopeError('unknown_baseline');
      },
    });
    for (const method of ['GET', 'DELETE'] as const) {
      const answer = await fake.app.inject({ method, url: '/api/v1/baselines/none' });
      expect([answer.statusCode, answer.json()]).toMatchObject([404, { code: 'unknown_baseline' }]);
    }
  });

  it('are imported from files larger than other bodies, and from no others', async () => {
    await open({ importBaseline: async ({ baseline: each }) => each });
    const series = [{ component: null, from: 1, seconds: 10, signals: { memory: 'A'.repeat(100_000) } }];
    const file = { format: 'hubscope-baseline', version: 1, baseline: kept, series };
    expect((await post('/api/v1/baselines/import', file)).statusCode).toBe(201);
    expect((await post('/api/v1/baselines/import', { ...file, format: 'csv' })).statusCode).toBe(400);
  });
});

describe('a marker', () => {
  it('carries what it is meant to bring, by columns that can get better', async () => {
    await open({});
    const mark = (signal: string): Promise<{ statusCode: number; json: () => unknown }> =>
      post('/api/v1/markers', { hub: 'shop', name: 'cache', targets: [{ signal, change: 0.47 }] });
    expect((await mark('throughput')).statusCode).toBe(201);
    expect((await mark('busy')).json()).toMatchObject({ code: 'unknown_signal' });
    expect((await mark('nothing')).json()).toMatchObject({ code: 'unknown_signal' });
  });
});
