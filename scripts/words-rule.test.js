import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { noBareWords } from './words-rule.js';

/** @param {string} code */
function faults(code) {
  return new Linter().verify(
    code,
    [
      {
        files: ['**/*.tsx'],
        languageOptions: {
          parser: /** @type {any} */ (tseslint.parser),
          parserOptions: { ecmaFeatures: { jsx: true } },
        },
        plugins: { words: { rules: { 'no-bare-words': noBareWords } } },
        rules: { 'words/no-bare-words': 'error' },
      },
    ],
    'a.tsx',
  ).length;
}

describe('words that are read', () => {
  it.each([
    '<p>All quiet</p>',
    '<p>{all ? words.fewer : `Show all ${n}`}</p>',
    "<p>{name ?? 'No hub yet'}</p>",
    '<button aria-label="Close" />',
    '<button title={`Theme: ${theme}`} />',
    "<Sheet label={open && 'Health'} />",
  ])('may not stand in %s', (code) => {
    expect(faults(code)).toBe(1);
  });

  it.each([
    '<p>{words.quiet}</p>',
    '<span>Hubscope</span>',
    '<kbd>M</kbd>',
    '<code>npx hubscope doctor</code>',
    '<i className="dot" data-state={open ? \'live\' : `${a}-silent`} />',
    "<p>{state === 'firing' ? words.fires : words.over}</p>",
    '<b>{value} %</b>',
  ])('may be made by %s', (code) => {
    expect(faults(code)).toBe(0);
  });
});
