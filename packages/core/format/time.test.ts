import { describe, expect, it } from 'vitest';
import { duration } from './time.js';
import { counted, countWord, sentence } from './words.js';

describe('a duration', () => {
  it.each([
    [-5, '0 s'],
    [18_900, '18 s'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [3_900_000, '1 h 5 min'],
    [90_000_000, '1 d'],
  ])('of %s ms', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('a count', () => {
  it('is a word up to twelve and digits past that', () => {
    expect(countWord(0)).toBe('no');
    expect(countWord(12)).toBe('twelve');
    expect(countWord(13)).toBe('13');
    expect(sentence(counted(5, 'rule'))).toBe('Five rules');
    expect(counted(1, 'rule')).toBe('one rule');
  });
});
