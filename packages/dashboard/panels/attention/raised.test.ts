import type { Alert } from '@hubscope/core/wire';
import { describe, expect, it } from 'vitest';
import { knownOf, raisedSince } from './raised.js';
import { wishesOf } from './wishes.js';

function alert(
  id: string,
  more: Partial<Alert> = {},
  severity: Alert['threshold']['severity'] = 'warning',
): Alert {
  return {
    id,
    threshold: {
      name: 'Slow',
      metric: 'latency_ms',
      threshold: 150,
      condition: 'above',
      severity,
      cooldown_secs: 300,
    },
    triggered_at: 1,
    current_value: 200,
    message: '200 ms',
    acknowledged: false,
    state: 'firing',
    hub: 'shop',
    component: null,
    column: 'latency',
    resolved_at: null,
    blind_since: null,
    acknowledged_by: null,
    acknowledged_at: null,
    note: null,
    occurrences: 1,
    ...more,
  };
}

describe('what is raised', () => {
  const before = knownOf('shop', [alert('a'), alert('b', { state: 'pending' })]);
  const names = (...alerts: Alert[]): string[] => raisedSince(before, 'shop', alerts).map(({ id }) => id);

  it.each([
    ['what fires since', alert('b'), true],
    ['what fired before', alert('a'), false],
    ['what has become critical', alert('a', {}, 'critical'), true],
    ['what only approaches', alert('c', { state: 'approaching' }), false],
    ['what somebody has seen', alert('c', { acknowledged: true }), false],
    ['what is silenced', alert('c', { silenced_by: 's1' }), false],
    ['what another hides', alert('c', { inhibited_by: 'down' }), false],
    ['what only informs', alert('c', {}, 'info'), false],
  ])('%s', (_, each, raised) => {
    expect(names(each)).toEqual(raised ? [each.id] : []);
  });

  it('is nothing when a hub has just come on screen', () => {
    expect(raisedSince(null, 'shop', [alert('x')])).toEqual([]);
    expect(raisedSince(before, 'bank', [alert('x')])).toEqual([]);
  });
});

it('a choice that can not be read is none', () => {
  expect(wishesOf('sound')).toEqual({ notification: false, sound: true });
  expect(wishesOf(null)).toEqual({ notification: false, sound: false });
  expect(wishesOf('{"sound":true}')).toEqual({ notification: false, sound: false });
});
