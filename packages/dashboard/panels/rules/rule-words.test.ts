import type { PreviewAnswer, RuleInForce } from '@hubscope/core/wire';
import { describe, expect, it } from 'vitest';
import { conditionWords, draftOf, newDraft, previewWords, ruleOf, shownFrom } from './rule-words.js';

const rule: RuleInForce = {
  id: 'r1',
  origin: 'default',
  read_only: false,
  changed: false,
  name: 'High Latency',
  signal: 'latency',
  condition: 'above',
  threshold: 150,
  severity: 'warning',
  for: 5,
  keep_firing_for: 5,
  resolve_at: 140,
  critical_at: null,
  cooldown: 300,
  approach: 0.9,
  hub: null,
  component: null,
  no_data: 'keep',
  against: null,
  burn: null,
  enabled: true,
};
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

describe('a rule that is edited', () => {
  it('comes back as it was where nothing was changed', () => {
    const { id, origin, read_only, changed, ...written } = rule;
    expect([id, origin, read_only, changed]).toHaveLength(4);
    expect(ruleOf(draftOf(rule), rule)).toEqual(written);
  });

  it('leaves behind what belonged to another threshold: it could contradict the new one', () => {
    expect(ruleOf({ ...draftOf(rule), threshold: '120' }, rule)).toMatchObject({
      threshold: 120,
      resolve_at: null,
    });
  });

  it('is no rule while its threshold is no number', () => {
    expect(ruleOf(newDraft('shop'), null)).toBeNull();
    expect(ruleOf({ ...newDraft('shop'), threshold: 'many' }, null)).toBeNull();
    expect(ruleOf({ ...newDraft('shop'), threshold: '0,5' }, null)).toMatchObject({
      threshold: 0.5,
      hub: 'shop',
    });
  });
});

describe('the words of a rule', () => {
  it('say when it fires', () => {
    expect(conditionWords(rule, 'ms')).toBe('latency above 150\u2009ms for 5 s');
    expect(conditionWords({ ...rule, against: 'hour', threshold: 20 }, 'ms')).toBe(
      'latency above 20\u2009% against the hour before for 5 s',
    );
  });

  it('say what would have come of it, and how much nobody knows', () => {
    expect(previewWords(preview({}))).toBe('It would not have fired in the last 24 h.');
    expect(previewWords(preview({ count: 3, firing_seconds: 720 }))).toBe(
      'It would have fired three times in the last 24 h, 12 min in all.',
    );
    expect(previewWords(preview({ known_seconds: 3600 }))).toContain('Only 1 h of it are known.');
    expect(previewWords(preview({ known_seconds: 0 }))).toContain('Nothing is known');
  });
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
