import { incidentQuery } from '@hubscope/core/wire';
import { describe, expect, it } from 'vitest';
import { everything, leavesOut, queryOf, type Sought } from './sought.js';

const now = new Date(2026, 0, 2, 12, 0, 30).getTime();
const minute = 60_000;

/** The query as the API understands it. */
function asked(more: Partial<Sought>): object {
  const query = queryOf({ ...everything, ...more }, 'shop', now);
  const set = Object.entries(query).filter(([, value]) => value !== null);
  return incidentQuery.parse(Object.fromEntries(set.map(([name, value]) => [name, String(value)])));
}

describe('incidents are looked for', () => {
  it.each([
    [{}, { hub: 'shop', limit: 50, offset: 0 }],
    [
      { words: ' cache ', state: 'firing', severity: 'critical' },
      { search: 'cache', severity: 'critical' },
    ],
    [{ when: 'hour' }, { from: now - 30_000 - 60 * minute }],
    [
      { when: 'between', from: '2026-01-01T00:00', to: '2026-01-02T00:00' },
      { from: new Date(2026, 0, 1).getTime(), to: new Date(2026, 0, 2).getTime() },
    ],
  ] as const)('by %j', (more, query) => {
    expect(asked(more)).toMatchObject(query);
  });

  it('on all hubs, and between moments of which one is not picked yet', () => {
    const query = asked({ all: true, when: 'between', from: '2026-01-01T00:00' });
    expect('hub' in query || 'to' in query).toBe(false);
  });

  it('by the same question for a minute', () => {
    const at = (later: number): object => queryOf({ ...everything, when: 'day' }, 'shop', now + later);
    expect(at(20_000)).toEqual(at(0));
  });

  it('with something left out, or all of them', () => {
    expect([{}, { all: true }].map((more) => leavesOut({ ...everything, ...more }))).toEqual([false, false]);
    expect(leavesOut({ ...everything, severity: 'info' })).toBe(true);
  });
});
