import { describe, expect, it } from 'vitest';
import { Lru } from './lru.js';

describe('the cache', () => {
  it('drops what was used longest ago', () => {
    const cache = new Lru<number>(3);
    for (const key of ['a', 'b', 'c']) cache.set(key, key.charCodeAt(0));
    expect(cache.get('a')).toBe(97);
    cache.set('d', 100);
    expect(cache.get('b')).toBeUndefined();
    expect(['a', 'c', 'd'].map((key) => cache.get(key))).toEqual([97, 99, 100]);
  });

  it('never holds more than its capacity, and one entry a key', () => {
    const cache = new Lru<number>(5);
    for (let step = 0; step < 200; step += 1) cache.set(String(step % 7), step);
    cache.set('6', 1);
    cache.set('6', 2);
    expect(cache.size).toBe(5);
    expect(cache.get('6')).toBe(2);
    cache.clear();
    expect(cache.size).toBe(0);
  });
});
