import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problem } from '@hubscope/core/wire';
import { Fake, now } from './testing/fake.js';

let fake: Fake;
beforeEach(async () => {
  fake = await new Fake().open();
});
afterEach(() => fake.app.close());

const post = (url: string, payload: object) =>
  fake.app.inject({ method: 'POST', url: `/api/v1${url}`, payload });
const get = (url: string) => fake.app.inject(`/api/v1${url}`);
const codeOf = (answer: { json(): unknown }): string => problem.parse(answer.json()).code;

describe('rules', () => {
  it('are made from what a person writes, and answered in full with their id', async () => {
    const written = {
      name: 'Slow',
      signal: 'latency',
      statistic: 'p95',
      above: 250,
      for: '10s',
      hub: 'shop-*',
    };
    const made = await post('/rules', written);
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({
      id: 'made',
      signal: 'latency.p95',
      condition: 'above',
      threshold: 250,
      for: 10,
      keep_firing_for: 5,
      severity: 'warning',
      hub: 'shop-*',
    });
    expect((await get('/rules/made')).json()).toEqual(made.json());
  });

  it('without a name are called after their condition', async () => {
    expect((await post('/rules', { signal: 'memory', above: 80 })).json()).toMatchObject({
      name: 'memory above 80',
    });
  });

  it('take another in their place, and go', async () => {
    const changed = { name: 'High Latency', signal: 'latency', condition: 'above', threshold: 300 };
    const put = await fake.app.inject({ method: 'PUT', url: '/api/v1/rules/r0', payload: changed });
    expect([put.statusCode, put.json<{ threshold: number }>().threshold]).toEqual([200, 300]);
    const gone = await fake.app.inject({ method: 'DELETE', url: '/api/v1/rules/r0' });
    expect([gone.statusCode, gone.body]).toEqual([204, '']);
    expect(codeOf(await get('/rules/r0'))).toBe('unknown_rule');
    expect(codeOf(await fake.app.inject({ method: 'DELETE', url: '/api/v1/rules/r0' }))).toBe('unknown_rule');
  });

  it.each([
    ['no condition', { signal: 'latency' }],
    ['a threshold that is no number', { signal: 'latency', above: 'much' }],
    ['two fields that nobody knows', { signal: 'latency', above: 1, foo: 1 }],
    ['a `for` of a year', { signal: 'latency', above: 1, for: '365d' }],
    ['a `for` that is no duration', { signal: 'latency', above: 1, for: '5 parsecs' }],
    ['a cooldown of a year', { signal: 'latency', above: 1, cooldown: 31_536_000 }],
    ['a glob of 10,000 characters', { signal: 'latency', above: 1, hub: '*a'.repeat(5000) }],
    [
      'a glob on components of 10,000 characters',
      { signal: 'latency', above: 1, component: '*'.repeat(10_000) },
    ],
    ['hysteresis that never resolves', { signal: 'latency', above: 100, resolve_at: 120 }],
    ['hysteresis that never resolves, below', { signal: 'throughput', below: 100, resolve_at: 80 }],
    ['hysteresis of equality', { signal: 'latency', equal: 1, resolve_at: 0 }],
    ['a critical threshold before its own', { signal: 'latency', above: 100, critical_at: 50 }],
    ['an approach beyond the threshold', { signal: 'latency', above: 100, approach: 2 }],
    ['an unknown severity', { signal: 'latency', above: 1, severity: 'fatal' }],
    [
      'burn windows the wrong way round',
      { signal: 'error_rate', above: 14, burn: { objective: 99.9, long: '5m', short: '1h' } },
    ],
    ['an objective of all', { signal: 'error_rate', above: 14, burn: { objective: 100 } }],
  ])('with %s are refused', async (_, written) => {
    const answer = await post('/rules', written);
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'invalid_request']);
  });

  it('are tried on the past', async () => {
    const body = { rule: { signal: 'latency', above: 1 }, hub: 'shop' };
    expect((await post('/rules/preview', body)).json()).toMatchObject({
      count: 0,
      suggested_threshold: null,
    });
    expect((await get('/hubs/shop/suggestions')).json()).toEqual([]);
  });
});

describe('alerts', () => {
  it('that do not fire can not be acknowledged, and say so', async () => {
    const over = await post('/alerts/over/acknowledge', {});
    expect([over.statusCode, codeOf(over)]).toEqual([409, 'alert_not_firing']);
  });

  it('lose their acknowledgement when it is taken back', async () => {
    expect((await post('/alerts/a1/unacknowledge', {})).json()).toMatchObject({ acknowledged: false });
  });

  it('are listed by hub and state', async () => {
    expect((await get('/alerts?hub=shop&state=firing')).json()).toHaveLength(1);
    expect((await get('/alerts?state=resolved')).json()).toEqual([]);
    expect((await get('/alerts?hub=bank')).json()).toEqual([]);
  });

  it('are a thousand at most unless asked otherwise, and how many are left out is said', async () => {
    const leftOut = async (query: string): Promise<unknown> =>
      (await get(`/alerts${query}`)).headers['hubscope-left-out'];
    expect([await leftOut(''), await leftOut('?limit=1')]).toEqual(['0', '999']);
    expect((await get('/alerts?limit=0')).statusCode).toBe(400);
  });
});

describe('incidents', () => {
  it('come by pages, without their timelines', async () => {
    const page = (await get('/incidents?search=latency&limit=1')).json<{
      incidents: object[];
      total: number;
    }>();
    expect(page.total).toBe(1);
    expect(page.incidents[0]).not.toHaveProperty('timeline');
    expect(codeOf(await get('/incidents?limit=9000'))).toBe('invalid_request');
  });

  it('have their timeline when asked for one by one, and take notes', async () => {
    expect((await get('/incidents/a1')).json()).toMatchObject({ timeline: [], markers: [], components: [] });
    expect(codeOf(await get('/incidents/zz'))).toBe('unknown_incident');
    const noted = await post('/incidents/a1/notes', { by: 'Ada', note: 'a bad deploy' });
    expect(noted.json()).toMatchObject({ timeline: [{ kind: 'note', by: 'Ada', text: 'a bad deploy' }] });
    expect((await post('/incidents/a1/notes', { note: ' ' })).statusCode).toBe(400);
  });
});

describe('silences', () => {
  it('are made for a time, listed, and ended', async () => {
    const made = await post('/silences', { matcher: { hub: 'shop' }, duration: 3600, by: 'Ada' });
    expect([made.statusCode, made.json<{ id: string }>().id]).toEqual([201, 's1']);
    expect((await get('/silences')).json()).toHaveLength(1);
    const ended = await fake.app.inject({ method: 'DELETE', url: '/api/v1/silences/s1' });
    expect(ended.json()).toMatchObject({ state: 'over' });
    expect(codeOf(await fake.app.inject({ method: 'DELETE', url: '/api/v1/silences/s1' }))).toBe(
      'unknown_silence',
    );
  });

  it.each([
    ['nothing to match', { matcher: {}, duration: 60 }],
    ['no end', { matcher: { hub: 'shop' } }],
    ['two ends', { matcher: { hub: 'shop' }, duration: 60, ends_at: now + 1 }],
    ['a glob of 10,000 characters', { matcher: { hub: '*'.repeat(10_000) }, duration: 60 }],
    ['a field that nobody knows', { matcher: { hub: 'shop', owner: 'me' }, duration: 60 }],
  ])('with %s are refused', async (_, asked) => {
    expect(codeOf(await post('/silences', asked))).toBe('invalid_request');
  });
});

describe('health', () => {
  it('is told with what took points away, and uptime opens into seconds', async () => {
    expect((await get('/hubs/shop/health')).json()).toMatchObject({ score: 90, uptime: { percent: 100 } });
    const range = `from=${String(now - 5000)}&to=${String(now)}`;
    expect((await get(`/hubs/shop/uptime?${range}`)).json()).toMatchObject({
      runs: [{ from: now - 5000, seconds: 5, state: 'up' }],
    });
    expect(codeOf(await get('/hubs/nobody/health'))).toBe('unknown_hub');
    expect(codeOf(await get('/hubs/nobody/uptime'))).toBe('unknown_hub');
    expect(codeOf(await get(`/hubs/shop/uptime?from=0&to=${String(now)}`))).toBe('bad_range');
  });
});
