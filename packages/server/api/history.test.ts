import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { historyAnswer } from '@hubscope/core/wire';
import { Fake, now } from './testing/fake.js';

let fake: Fake;
beforeEach(async () => {
  fake = await new Fake().open();
});
afterEach(() => fake.app.close());

const get = (query: string, hub = 'shop') => fake.app.inject(`/api/v1/hubs/${hub}/history?${query}`);

describe('history', () => {
  it('answers one array a signal and one value a step', async () => {
    const answer = await get(`from=${String(now - 5000)}&to=${String(now)}&signals=throughput,latency.p95`);
    expect(answer.statusCode).toBe(200);
    expect(historyAnswer.parse(answer.json())).toEqual({
      from: now - 5000,
      to: now,
      step: 1000,
      time: [0, 1, 2, 3, 4].map((step) => now - 5000 + 1000 * step),
      signals: { throughput: [null, 1, 2, 3, 4], 'latency.p95': [null, 101, 102, 103, 104] },
    });
  });

  it('takes the seconds that start in the range, its end excluded', async () => {
    await get(`from=${String(now - 4999)}&to=${String(now - 1)}&signals=memory`);
    expect(fake.requests[0]).toMatchObject({ from: now / 1000 - 4, to: now / 1000, stepSeconds: 1 });
  });

  it('answers the last hour of every signal when nothing is said', async () => {
    const answer = historyAnswer.parse((await get('step=60000')).json());
    expect(answer).toMatchObject({ from: now - 3_600_000, to: now, step: 60_000 });
    expect(answer.time).toHaveLength(60);
    expect(Object.keys(answer.signals)).toContain('latency');
    expect(fake.requests[0]).toMatchObject({ component: null, stepSeconds: 60 });
  });

  it('asks for a component', async () => {
    expect((await get('component=agent%3Aplanner')).statusCode).toBe(200);
    expect(fake.requests[0]?.component).toBe('agent:planner');
  });

  it.each([
    ['signals=nonsense', 400, 'unknown_signal'],
    ['signals=latency.p42', 400, 'unknown_signal'],
    ['signals=cpu_cores', 400, 'unknown_signal'],
    [`from=${String(now)}&to=${String(now)}`, 400, 'bad_range'],
    [`from=${String(now)}&to=${String(now - 1000)}`, 400, 'bad_range'],
    ['from=-1', 400, 'bad_range'],
    ['to=1e300', 400, 'bad_range'],
    ['from=0&step=1000', 400, 'bad_range'],
    ['from=yesterday', 400, 'invalid_request'],
    ['to=253402300799000&from=1700000000000', 400, 'bad_range'],
    [`from=${String(now + 1e9)}&to=${String(now + 2e9)}`, 400, 'bad_range'],
    ['step=NaN', 400, 'invalid_request'],
    ['step=1', 400, 'invalid_request'],
    ['points=0', 400, 'invalid_request'],
    ['step=1500', 400, 'invalid_request'],
    ['step=0', 400, 'invalid_request'],
    ['component=planner', 404, 'unknown_component'],
  ])('refuses %s', async (query, status, code) => {
    const answer = await get(query);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
    expect(fake.requests).toEqual([]);
  });

  it('chooses the step for the pixels asked for, and keeps the least and the greatest second of each', async () => {
    const day = `from=${String(now - 86_400_000)}&to=${String(now)}&signals=latency.p95&points=1000`;
    const answer = historyAnswer.parse((await get(day)).json());
    expect(answer.step).toBe(120_000);
    expect(answer.from % 120_000).toBe(0);
    expect(answer.from).toBeLessThanOrEqual(now - 86_400_000);
    expect(answer.to).toBeGreaterThanOrEqual(now);
    expect(answer.time.length).toBeLessThanOrEqual(1000);
    expect(answer.extremes?.['latency.p95']?.max.slice(0, 2)).toEqual([null, 2]);
  });

  it.each([1, 2, 60, 999, 10_000])('gives no more than %i points, whatever the range', async (points) => {
    for (const seconds of [1, 59, 3600, 86_400, 30 * 86_400, 400 * 86_400]) {
      const query = `from=${String(now - seconds * 1000)}&to=${String(now)}&signals=memory&points=${String(points)}`;
      const answer = historyAnswer.parse((await get(query)).json());
      expect(answer.time.length).toBeLessThanOrEqual(Math.max(2, points));
      expect(answer.time.length).toBeGreaterThan(0);
    }
  });

  it('answers for the components that fit a glob', async () => {
    const answer = historyAnswer.parse(
      (
        await get(`from=${String(now - 2000)}&to=${String(now)}&signals=throughput&components=agent:*`)
      ).json(),
    );
    expect(answer.components).toEqual({ 'agent:planner': { signals: { throughput: [null, 1] } } });
    expect((await get('components=agent:*&component=agent:planner')).statusCode).toBe(400);
  });

  it('says that nothing has changed to whoever has the same answer already', async () => {
    const url = `/api/v1/hubs/shop/history?from=${String(now - 2000)}&to=${String(now)}&signals=memory`;
    const first = await fake.app.inject(url);
    const tag = first.headers.etag;
    const again = await fake.app.inject({ url, headers: { 'if-none-match': String(tag) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect((await fake.app.inject({ url, headers: { 'if-none-match': '"other"' } })).statusCode).toBe(200);
  });

  it('refuses more than 100,000 values', async () => {
    const hours = (count: number): string => `from=${String(now - count * 3_600_000)}&signals=memory,cpu`;
    expect((await get(hours(13))).statusCode).toBe(200);
    expect((await get(hours(14))).json()).toMatchObject({ code: 'bad_range' });
  });

  it('does not know a hub that was never seen', async () => {
    const answer = await get('', 'nobody');
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status: 404, code: 'unknown_hub' });
  });
});
