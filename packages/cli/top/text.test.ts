import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean, cut, widthOf } from './text.js';

describe('text from anywhere', () => {
  it.each([
    ['a change of colour', 'a\x1b[31mb', 'a\ufffd[31mb'],
    ['a title, ended by a bell', '\x1b]0;x\x07', '\ufffd]0;x\ufffd'],
    ['an eight-bit control sequence', 'a\x9b2Jb', 'a\ufffd2Jb'],
    ['a new line', 'a\r\nb', 'a\ufffd\ufffdb'],
    ['a line separator', 'a\u2028b', 'a\ufffdb'],
    ['a turn of direction', 'abc\u202edef', 'abcdef'],
    ['half a pair', 'a\ud800b', 'a\ufffdb'],
    ['letters with a mark', 'e\u0301', 'e\u0301'],
  ])('%s is not obeyed', (_, text, shown) => {
    expect(clean(text)).toBe(shown);
  });

  it('keeps three marks on a letter, and none that stand alone', () => {
    expect(clean(`a${'\u0301'.repeat(50)}b`)).toBe(`a${'\u0301'.repeat(3)}b`);
    expect(widthOf('\u0301')).toBe(0);
  });

  it.each([
    ['hub', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 4],
    ['👩‍👩‍👧', 6],
    ['한글', 4],
    ['—', 1],
  ])('%s takes %i columns', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  it('is cut between letters, with an ellipsis', () => {
    expect(cut('orchestrator', 6)).toBe('orche…');
    expect(cut('日本語', 4)).toBe('日…');
    expect(cut('日本', 4)).toBe('日本');
    expect(cut('x', 0)).toBe('');
  });

  it('never takes more room than it was given, nor brings a control character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(30), (text, width) => {
        const shown = cut(text, width);
        expect(widthOf(shown)).toBeLessThanOrEqual(width);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(clean(shown)).toBe(shown);
      }),
    );
  });
});
