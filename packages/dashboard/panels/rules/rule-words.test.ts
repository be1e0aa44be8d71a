import type { PreviewAnswer, SignalInfo } from '@hubscope/core/wire';
import { describe, expect, it } from 'vitest';
import { conditionWords, previewWords, shownFrom, suggestionWords } from './rule-words.js';
import { ruleInForceOf } from './testing/rule.js';

const rule = ruleInForceOf();
const latency = { unit: 'ms', decimals: 1 } as SignalInfo;
const day = 86_400_000;
const preview = (more: Partial<PreviewAnswer>): PreviewAnswer => ({
  from: 0,
  to: day,
  count: 0,
  firing_seconds: 0,
  known_seconds: 86_400,
  fired: [],
  suggested_threshold: null,
  ...more,
});

describe('the words of a rule', () => {
  it('say when it fires', () => {
    expect(conditionWords(rule, latency)).toBe('latency above 150\u2009ms for 5 s');
    expect(conditionWords({ ...rule, against: 'hour', threshold: 20 }, latency)).toBe(
      'latency above 20\u2009% against the hour before for 5 s',
    );
    expect(conditionWords({ ...rule, signal: 'latency.count', threshold: 20 }, latency)).toBe(
      'latency.count above 20\u2009/s for 5 s',
    );
    const burn = { objective: 99.9, good_below: 250, long: 3600, short: 300, period: 2_592_000 };
    expect(conditionWords({ ...rule, burn, threshold: 14.4 }, latency)).toBe(
      'latency burns its budget 14.4 times too fast',
    );
  });

  it('say what would have come of it, and how much nobody knows', () => {
    expect(previewWords(preview({}))).toBe('It would not have fired in the last 24 h.');
    expect(previewWords(preview({ count: 3, firing_seconds: 720 }))).toBe(
      'It would have fired three times in the last 24 h, 12 min in all.',
    );
    expect(previewWords(preview({ count: 1, firing_seconds: 60 }))).toContain('It would have fired once in');
    expect(previewWords(preview({ known_seconds: 3600 }))).toContain('Only 1 h of it are known.');
    expect(previewWords(preview({ known_seconds: 0 }))).toContain('Nothing is known');
  });
});

it('a suggestion is in what the rule counts', () => {
  expect(suggestionWords(61.2, { unit: '% against the hour before', decimals: 1 })).toBe(
    'Use 61.2\u2009% against the hour before, from its own past',
  );
});

describe('the chart of a preview', () => {
  const hour = 3_600_000;
  const answer = {
    from: 0,
    to: 24 * hour,
    count: 0,
    firing_seconds: 0,
    fired: [],
    suggested_threshold: null,
  };

  it.each([
    ['a day that is known', 86_400, [], 0],
    ['an hour that is known', 3600, [], 22.75 * hour],
    ['nothing that is known', 0, [], 24 * hour - 600_000],
    [
      'what would have fired before that',
      3600,
      [{ from: 10 * hour, to: null, worst_value: 1 }],
      10 * hour - 60_000,
    ],
  ])('begins for %s where something is to be seen', (_, known_seconds, fired, from) => {
    expect(shownFrom({ ...answer, known_seconds, fired })).toBe(from);
  });
});
