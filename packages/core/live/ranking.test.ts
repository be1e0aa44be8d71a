import { describe, expect, it } from 'vitest';
import type { Row } from './components.js';
import { business, rank } from './ranking.js';

const row = (key: string, ...throughput: (number | null)[]): Row => ({
  key,
  kind: 'agent',
  name: key,
  values: [],
  throughput,
});

describe('the order of components', () => {
  it('begins with the busiest', () => {
    expect(rank([], [row('a', 1), row('b', 5), row('c', 3)])).toEqual(['b', 'c', 'a']);
  });

  it('stands still while neighbours are about as busy', () => {
    expect(rank(['a', 'b'], [row('a', 100), row('b', 115)])).toEqual(['a', 'b']);
    expect(rank(['b', 'a'], [row('a', 115), row('b', 100)])).toEqual(['b', 'a']);
  });

  it('changes when one is clearly busier', () => {
    expect(rank(['a', 'b', 'c'], [row('a', 10), row('b', 9), row('c', 30)])).toEqual(['c', 'a', 'b']);
  });

  it('finds a place for who is new and forgets who is gone', () => {
    expect(rank(['gone', 'a'], [row('a', 10), row('new', 50)])).toEqual(['new', 'a']);
  });

  it('looks at the mean of half a minute, without the seconds that are unknown', () => {
    const spike = [...Array.from({ length: 29 }, () => 10), 40];
    expect(business(row('a', ...spike))).toBe(11);
    expect(business(row('a', 10, null, 20))).toBe(15);
    expect(business(row('a', null))).toBe(0);
  });
});
