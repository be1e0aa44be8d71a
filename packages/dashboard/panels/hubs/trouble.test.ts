import { describe, expect, it } from 'vitest';
import { alertOf } from '@hubscope/core/live/testing';
import { byTrouble, troubleIn } from './trouble.js';

const hubs = [
  { name: 'fine', state: 'live' },
  { name: 'gone', state: 'silent' },
  { name: 'slow', state: 'live' },
  { name: 'broken', state: 'live' },
] as const;
const critical = { ...alertOf({}).threshold, severity: 'critical' } as const;

describe('hubs by trouble', () => {
  it('puts what fires before what is silent before what is fine', () => {
    const alerts = [alertOf({ hub: 'slow' }), alertOf({ hub: 'broken', threshold: critical })];
    expect(byTrouble(hubs, alerts).map(({ name }) => name)).toEqual(['broken', 'slow', 'gone', 'fine']);
  });

  it('says the worst first, and that there is more', () => {
    const alerts = [
      alertOf({ hub: 'a' }),
      alertOf({ hub: 'a', threshold: { ...critical, name: 'Low Throughput' } }),
    ];
    expect(troubleIn({ state: 'live' }, alerts)).toEqual({
      kind: 'critical',
      words: 'Low Throughput and 1 more',
    });
    expect(troubleIn({ state: 'live' }, [alertOf({ state: 'resolved' })])).toEqual({
      kind: 'none',
      words: 'All quiet',
    });
  });
});
