import { Distribution } from '@hubscope/core/distribution';
import { callsAnswer } from '@hubscope/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fake } from './testing/fake.js';

let fake: Fake;
beforeEach(async () => {
  fake = await new Fake().open();
  const durations = new Distribution();
  for (const ms of [10, 20, 30]) durations.record(ms);
  fake.calls = [
    { from: 'agent:planner', to: 'tool:search', calls: 3, errors: 1, durations },
    { from: null, to: 'agent:planner', calls: 1, errors: 0, durations },
  ];
});
afterEach(() => fake.app.close());

const get = (query = '', hub = 'shop') => fake.app.inject(`/api/v1/hubs/${hub}/edges${query}`);

describe('who calls whom', () => {
  it('is told with rate, latency and errors', async () => {
    const { edges, left_out } = callsAnswer.parse((await get('?seconds=60')).json());
    expect(left_out).toBe(0);
    expect(edges[0]).toMatchObject({
      from: 'agent:planner',
      to: 'tool:search',
      rate: 0.05,
      errors: 1,
      latency_mean: 20,
    });
    expect(edges[0]?.error_rate).toBeCloseTo(33.33, 2);
    expect(edges[1]?.from).toBeNull();
  });

  it('says how many it left out', async () => {
    expect((await get('?limit=1')).json()).toMatchObject({ left_out: 1, edges: [{ to: 'tool:search' }] });
  });

  it('is not told of a hub that was never seen, or of longer than is kept', async () => {
    expect((await get('', 'nobody')).statusCode).toBe(404);
    expect((await get('?seconds=601')).statusCode).toBe(400);
  });
});
