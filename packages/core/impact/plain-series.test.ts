import { describe, expect, it } from 'vitest';
import { compareSeries, type PlainOptions } from './index.js';
import { autoregressive, randomFrom } from './testing/random.js';

const options: PlainOptions = { better: 'lower', tolerance: 0.01, alpha: 0.05, target: null };

describe('two plain series', () => {
  it('prove a change of a fifth within three minutes, and the interval holds it', () => {
    const random = randomFrom(1);
    const before = autoregressive(random, { seconds: 1800, mean: 100, variation: 0.2, memory: 0.5 });
    const after = autoregressive(random, { seconds: 180, mean: 80, variation: 0.2, memory: 0.5 });
    const found = compareSeries('latency', before, after, options);
    expect(found).toMatchObject({ signal: 'latency', verdict: 'improved' });
    expect(found.low).toBeLessThan(0.2);
    expect(found.high).toBeGreaterThan(0.2);
  });

  it.each([
    ['one value', [5]],
    ['gaps only', Array<null>(600).fill(null)],
    ['a constant', Array<number>(600).fill(7)],
    ['zeros', Array<number>(600).fill(0)],
    ['negatives', Array.from({ length: 600 }, (_, index) => (index % 7) - 30)],
  ])('can not be compared with a baseline of %s, and say why', (_, before) => {
    const after = autoregressive(randomFrom(2), { seconds: 300, mean: 80, variation: 0.2, memory: 0.5 });
    const found = compareSeries('latency', before, after, options);
    expect(found).toMatchObject({ change: null, low: null, high: null, verdict: 'unknown' });
    expect(found.reason).toMatch(/\w{3}/);
  });
});
