import { describe, expect, it } from 'vitest';
import type { Matcher } from '../wire/index.js';
import { fitsMatcher, silenceState, windowAt } from './mute.js';

const incident = {
  name: 'Slow',
  hub: 'shop-eu',
  component: 'agent:writer',
  column: 'latency.p95',
  severity: 'warning',
} as const;
const nothing: Matcher = { rule: null, hub: null, component: null, signal: null, severity: null };

describe('a matcher', () => {
  it.each([
    ['by hub', { hub: 'shop-*' }, true],
    ['by another hub', { hub: 'bank' }, false],
    ['by rule and severity', { rule: 'S???', severity: 'warning' as const }, true],
    ['by another severity', { rule: '*', severity: 'critical' as const }, false],
    ['by component', { component: 'agent:*' }, true],
    ['by signal', { signal: 'latency*' }, true],
    ['by all that must fit', { hub: 'shop-*', signal: 'memory' }, false],
    ['by text that would be a regular expression', { hub: '(s|h)+.*' }, false],
  ])('%s', (_, named, fits) => {
    expect(fitsMatcher({ ...nothing, ...named }, incident)).toBe(fits);
  });

  it('of components does not fit an alert of the hub itself', () => {
    expect(fitsMatcher({ ...nothing, component: '*' }, { ...incident, component: null })).toBe(false);
  });
});

describe('a silence', () => {
  const once = { starts_at: 1000, ends_at: 2000, repeat: null, repeat_until: null };
  const day = 86_400_000;

  it.each([
    [0, 'planned'],
    [1000, 'active'],
    [1999, 'active'],
    [2000, 'over'],
  ])('at %i is %s', (now, state) => {
    expect(silenceState(once, now)).toBe(state);
  });

  it.each([
    [2000, 'planned'],
    [day + 999, 'planned'],
    [day + 1500, 'active'],
    [3 * day + 1500, 'over'],
  ])('that comes each day until the third is at %i %s', (now, state) => {
    expect(silenceState({ ...once, repeat: 'daily', repeat_until: 3 * day }, now)).toBe(state);
  });

  it.each([
    [0, 0, 1000, 2000],
    [1999, 0, 1000, 2000],
    [2000, 1, 1000, 2000],
    [day + 1999, 1, 1000, 2000],
    [day + 2000, 2, 1000, 1500],
    [9 * day, 2, 1000, 1500],
  ])('that comes each day is at %i the window of day %i, from %i to %i', (now, turn, from, to) => {
    const daily = { ...once, repeat: 'daily' as const, repeat_until: 2 * day + 1500 };
    expect(windowAt(daily, now)).toEqual({ starts_at: turn * day + from, ends_at: turn * day + to });
  });

  it('that comes again is over when its last window is', () => {
    const daily = { ...once, repeat: 'daily' as const, repeat_until: day };
    expect([1999, 2000].map((now) => silenceState(daily, now))).toEqual(['active', 'over']);
  });

  it('that comes each week lets the days between be', () => {
    const weekly = { ...once, repeat: 'weekly' as const };
    expect(silenceState(weekly, day + 1500)).toBe('planned');
    expect(silenceState(weekly, 7 * day + 1500)).toBe('active');
  });
});
