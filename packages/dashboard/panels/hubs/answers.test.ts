import { expect, it } from 'vitest';
import { scoreOf, verdictOf } from './answers.js';

it('a score is a number or unknown', () => {
  expect(scoreOf({ score: 91.4 })).toBe(91.4);
  for (const body of [{ score: null }, {}, null, 'score', { score: '91' }]) expect(scoreOf(body)).toBeNull();
});

it('a verdict is a figure where it is proven, a word where there is none to tell, and nothing before it is known', () => {
  expect(verdictOf({ overall_verdict: 'improved', overall: 0.21 })).toEqual({
    verdict: 'improved',
    words: '+21.0\u2009%',
  });
  expect(verdictOf({ overall_verdict: 'regressed', overall: -0.1 })?.words).toBe('−10.0\u2009%');
  expect(verdictOf({ overall_verdict: 'same', overall: 0.001 })?.words).toBe('same');
  expect(verdictOf({ overall_verdict: 'mixed', overall: 0.1 })?.words).toBe('mixed');
  for (const body of [
    { overall_verdict: 'unknown', overall: 0.3 },
    { overall_verdict: 'improved' },
    {},
    null,
  ])
    expect(verdictOf(body)).toBeNull();
});
