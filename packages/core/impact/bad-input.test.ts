import { describe, expect, it } from 'vitest';
import { second } from '../time/index.js';
import { compared, epoch, type Behaviour } from './testing/hub.js';
import { normal, randomFrom } from './testing/random.js';

const random = randomFrom(21);
const level = (mean: number): number => mean * Math.exp(0.1 * normal(random));
/** A hub of which only memory is known, so that load plays no part. */
const memory =
  (value: (at: number) => number | null): Behaviour =>
  (at) => {
    const known = value(at);
    return known === null ? null : { memory: known };
  };
const steady = memory(() => level(50));

describe('a baseline or a stretch that can be no measure is unknown, with the reason and no number', () => {
  it.each<[string, number, Behaviour, Behaviour, RegExp]>([
    ['a baseline of one point', 1, steady, steady, /holds no value of it, or too few/],
    ['a baseline that is too short', 30, steady, steady, /too short: at least 50 s/],
    ['a baseline of gaps only', 600, () => null, steady, /holds no value of it/],
    ['a baseline of constants', 600, memory(() => 50), steady, /never varied/],
    ['a baseline of zeros', 600, memory(() => 0), steady, /zero throughout/],
    ['a baseline of negatives', 600, memory(() => -level(50)), steady, /negative values/],
    ['a baseline of both signs', 600, memory(() => 50 * normal(random)), steady, /negative values/],
    ['what has become negative since', 600, steady, memory(() => -level(50)), /has become negative/],
    [
      'a signal that only the baseline has',
      600,
      steady,
      () => ({ queue: 1 }),
      /no value of it has come since/,
    ],
    ['a signal that only the stretch since has', 600, () => ({ queue: 1 }), steady, /holds no value of it/],
    ['a stretch that has not begun', 600, steady, () => null, /no value of it has come since/],
  ])('%s', (_, seconds, before, after, reason) => {
    const { comparison, run } = compared(random, seconds, before);
    run(0, 300, after);
    const { signals, overall, score } = comparison.impact();
    const found = signals.find(({ signal }) => signal === 'memory');
    expect(found).toMatchObject({
      change: null,
      low: null,
      high: null,
      verdict: 'unknown',
      secondsMore: null,
    });
    expect(found?.reason).toMatch(reason);
    expect(overall).toMatchObject({ change: null, low: null, high: null, verdict: 'unknown' });
    expect(overall.reason).not.toBeNull();
    expect(score).toBeNull();
  });

  it('a stretch of which all is warm-up', () => {
    const { comparison, run } = compared(random, 600, steady);
    comparison.leaveOut(second(epoch + 600), second(epoch + 900));
    run(
      0,
      300,
      memory(() => level(500)),
    );
    const found = comparison.impact();
    expect(found).toMatchObject({ seconds: 300, setAside: 300, score: null });
    expect(found.signals.find(({ signal }) => signal === 'memory')).toMatchObject({
      change: null,
      verdict: 'unknown',
      reason: 'no value of it has come since',
    });
  });
});
