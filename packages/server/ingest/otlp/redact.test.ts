import { expect, it } from 'vitest';
import { maxValueLength } from './messages.js';
import { builtinRedactions, redaction } from './redact.js';

const redact = redaction(builtinRedactions);

it.each([
  ['ada@example.com asked', '[redacted] asked'],
  ['Bearer abcdefgh1234', '[redacted]'],
  ['sk-0123456789abcdef0', '[redacted]'],
  ['planner-7', 'planner-7'],
  [`${'a'.repeat(100)}@example.com`, '[redacted]'],
  ['<ada+b.c@mail.example.com>', '<[redacted]>'],
  ['@example.com and a@b', '@example.com and a@b'],
  ['eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl', '[redacted]'],
  ['token-eyJhbGciOiJI.eyJzdWIiOiIx.c2ln: ok', '[redacted]: ok'],
  ['eyJhbGciOiJI.short.c2ln', 'eyJhbGciOiJI.short.c2ln'],
  ['AKIA0123456789ABCDEF', '[redacted]'],
  ['ghp_0123456789abcdef0123', '[redacted]'],
])('%s is %s', (text, kept) => {
  expect(redact(text)).toBe(kept);
});

const shapes = [
  'a',
  'a.',
  'a@',
  'a@a',
  'a@a.',
  'a@a.-',
  'eyJ',
  'eyJ-',
  'eyJaaaaaaaa',
  'eyJaaaaaaaa-',
  'eyJaaaaaaaa.',
  'aaaaaaaa.eyJ-',
  'sk-',
  'AKIA',
  'AIza',
  'Bearer ',
  'xoxb-',
  'gho_',
  ' \t',
  '..--',
];

/** CPU that some work takes, ms. */
function cpuMs(work: () => void): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

it.each(shapes)('a megabyte of %j is read in time that grows as its length does', (part) => {
  // What grows with its square takes minutes.
  const text = part.repeat(2 ** 20).slice(0, 2 ** 20);
  expect(cpuMs(() => redact(text))).toBeLessThan(1000);
  expect(cpuMs(() => redact(`Bearer${' '.repeat(2 ** 20)}`))).toBeLessThan(1000);
});

it('thousands of texts of the greatest length hold nobody up', () => {
  const texts = Array.from({ length: 2000 }, (_, at) =>
    String(at)
      .concat((shapes[at % shapes.length] ?? '').repeat(maxValueLength))
      .slice(0, maxValueLength),
  );
  const words = Array.from({ length: 2000 }, (_, at) => String(at).padStart(maxValueLength, 'x'));
  const took = cpuMs(() => {
    for (const text of [...texts, ...words]) redact(text);
  });
  expect(took).toBeLessThan(1000);
});
