import { describe, expect, it } from 'vitest';
import { parseQuery, QueryError } from './query.js';

describe('the query language', () => {
  it.each([
    ['options.maxLength', ['options.maxlength']],
    ['The `list.format` of a "table of contents"', ['list.format', 'table', 'contents']],
    ['Usage usage USAGE', ['usage']],
    ['Überblick & Größe', ['überblick', 'größe']],
  ])('%s has the words %j', (text, terms) => {
    expect(parseQuery(text).terms).toEqual(terms);
  });

  it.each(['the "use client directive', '5" screens', '"', 'what is it', '!!!', ''])('refuses %s', (text) => {
    expect(() => parseQuery(text)).toThrow(QueryError);
  });
});
