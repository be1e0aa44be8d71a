import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Distribution, fromOutside } from '@hubscope/core/distribution';
import { heatmapAnswer, type HeatmapAnswer } from '@hubscope/core/wire';
import { Fake, now } from './testing/fake.js';

let fake: Fake;
beforeEach(async () => {
  fake = await new Fake().open();
});
afterEach(() => fake.app.close());

const get = (query: string, headers = {}) =>
  fake.app.inject({ url: `/api/v1/hubs/shop/heatmap?${query}`, headers });
const shown = async (query: string): Promise<HeatmapAnswer> => heatmapAnswer.parse((await get(query)).json());
const lastSeconds = (seconds: number): string => `from=${String(now - seconds * 1000)}&to=${String(now)}`;

describe('the heatmap', () => {
  it('answers operations by time and by value, with the quantiles of each column', async () => {
    const answer = await shown(`${lastSeconds(3)}&rows=2`);
    expect(answer).toEqual({
      from: now - 3000,
      to: now,
      step: 1000,
      signal: 'latency',
      unit: 'ms',
      time: [now - 3000, now - 2000, now - 1000],
      bounds: [10, 100, 1000],
      counts: [null, [1, 1], [2, 1]],
      quantiles: {
        p50: [null, expect.closeTo(25, 0), expect.closeTo(25, 0)],
        p95: [null, 400, 400],
        p99: [null, 400, 400],
      },
      resolution: 'exact',
    });
  });

  it('has no more columns and rows than asked for, each column at a multiple of its length', async () => {
    for (const seconds of [1, 60, 3600, 86_400, 30 * 86_400]) {
      const { bounds, counts, step, from, time } = await shown(`${lastSeconds(seconds)}&columns=50&rows=7`);
      expect(counts.length).toBeLessThanOrEqual(50);
      expect(time.length).toBe(counts.length);
      expect(bounds.length).toBeLessThanOrEqual(8);
      expect(from % step).toBe(0);
    }
    expect((await shown(lastSeconds(3600))).step).toBe(60_000);
  });

  it('says when quantiles are interpolated, and has no rows where no operation is in sight', async () => {
    const { history } = fake.ports;
    const coarse = fromOutside(
      { kind: 'explicit', bounds: [10, 100], counts: [0, 5, 0], sum: null, min: null, max: null },
      1,
    );
    history.distributions = async () => [coarse, new Distribution(), null];
    const answer = await shown(lastSeconds(3));
    expect(answer.resolution).toBe('interpolated');
    expect(answer.counts[0]?.reduce((all, each) => all + each, 0)).toBeCloseTo(5, 2);
    expect(answer.counts[1]?.every((count) => count === 0)).toBe(true);
    expect(answer.counts[2]).toBeNull();
    history.distributions = async () => [new Distribution(), null];
    expect(await shown(lastSeconds(2))).toMatchObject({ bounds: [], counts: [[], null] });
  });

  it('asks for a component, and is 304 to who has it', async () => {
    const first = await get(`${lastSeconds(3)}&component=agent%3Aplanner`);
    expect(fake.requests[0]).toMatchObject({ component: 'agent:planner', stepSeconds: 1 });
    const again = await get(lastSeconds(3), { 'if-none-match': first.headers.etag });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it.each([
    ['signal=nonsense', 400, 'unknown_signal'],
    ['signal=latency.p95', 400, 'unknown_signal'],
    ['signal=throughput', 400, 'invalid_request'],
    ['columns=0', 400, 'invalid_request'],
    ['columns=1001', 400, 'invalid_request'],
    ['rows=0', 400, 'invalid_request'],
    ['rows=101', 400, 'invalid_request'],
    ['rows=2.5', 400, 'invalid_request'],
    ['from=5&to=4', 400, 'bad_range'],
    ['from=yesterday', 400, 'invalid_request'],
    ['component=planner', 404, 'unknown_component'],
  ])('refuses %s', async (query, status, code) => {
    const answer = await get(query);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
    expect(fake.requests).toEqual([]);
  });

  it('knows no hub that was never seen', async () => {
    const answer = await fake.app.inject('/api/v1/hubs/other/heatmap');
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'unknown_hub']);
  });
});
