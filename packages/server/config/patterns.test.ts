import { expect, it } from 'vitest';
import { holdsUp } from './patterns.js';

it.each([
  '(a+)+$',
  '(a|a)*$',
  '(a|aa)+$',
  String.raw`^(\d+)*x`,
  String.raw`id=(\w+\s?)*;`,
  String.raw`patient (?:[a-z]+)*!`,
  '(?<name>x+x+)+y',
])('%s would hold up the server', (pattern) => {
  expect(holdsUp(pattern)).toBe(true);
});

it.each([
  String.raw`patient \d+`,
  String.raw`\b\d{3}-\d{2}-\d{4}\b`,
  '(?:red|green|blue)+',
  String.raw`[A-Z]{2}\d{6}[A-Z]?`,
  String.raw`https?://\S+`,
  '(?<!x)secret(?=:)',
  '.*',
  '',
])('%s does not', (pattern) => {
  expect(holdsUp(pattern)).toBe(false);
});
