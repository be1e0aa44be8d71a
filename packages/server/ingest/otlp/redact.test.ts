import { expect, it } from 'vitest';
import { maxValueLength } from './messages.js';
import { builtinRedactions, redaction } from './redact.js';

const redact = redaction(builtinRedactions);

it.each([
  ['ada@example.com asked', '[redacted] asked'],
  ['Bearer abcdefgh1234', '[redacted]'],
  ['sk-0123456789abcdef0', '[redacted]'],
  ['planner-7', 'planner-7'],
])('%s is %s', (text, kept) => {
  expect(redact(text)).toBe(kept);
});

/** CPU of one text of the greatest length, ms: one that backtracks without end takes seconds. */
const mostMs = 200;

it.each([
  'a',
  'a.',
  'a@',
  'a@a',
  'a@a.',
  'eyJ',
  'eyJaaaaaaaa',
  'eyJaaaaaaaa.',
  'sk-',
  'Bearer ',
  'xoxb-',
  'gho_',
  ' \t',
  '..--',
])('no text of %j over and over holds anybody up', (part) => {
  const text = part.repeat(maxValueLength).slice(0, maxValueLength);
  const began = process.cpuUsage();
  redact(text);
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1000).toBeLessThan(mostMs);
});
