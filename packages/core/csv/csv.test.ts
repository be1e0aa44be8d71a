import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvCell } from './index.js';

it.each([
  ['=HYPERLINK("http://evil.example")', `"'=HYPERLINK(""http://evil.example"")"`],
  ['+1+cmd|calc', `'+1+cmd|calc`],
  ['-2+3', `'-2+3`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\t=1', `'\t=1`],
  ['\r=1', `"'\r=1"`],
  ['agent:planner', 'agent:planner'],
])('%j is %j', (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});

it('no text leaves its cell, and none begins a formula', () => {
  const letters = fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '"', ',', '\r', '\n', '\t', 'a') });
  fc.assert(
    fc.property(letters, (text) => {
      const cell = csvCell(text);
      const quoted = /^"((?:[^"]|"")*)"$/.exec(cell);
      expect(quoted !== null || !/[",\r\n]/.test(cell)).toBe(true);
      const shown = quoted === null ? cell : (quoted[1] ?? '').replaceAll('""', '"');
      expect(shown).not.toMatch(/^[=+\-@\t\r]/);
      expect(shown.replace(/^'/, '')).toBe(text.replace(/^'/, ''));
    }),
  );
});
