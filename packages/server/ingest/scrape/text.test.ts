import { describe, expect, it } from 'vitest';
import { BadPage } from './sample.js';
import { parseText } from './text.js';

/** The time of the CPU that something takes, ms. */
function cpuMs(work: () => void): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

/** Reads a page that can't be read, if it must. */
function tried(page: string, tooLong?: () => void): void {
  try {
    parseText(page, false, 1000, tooLong);
  } catch (error) {
    if (!(error instanceof BadPage)) throw error;
  }
}

describe('a line', () => {
  it.each([
    ['blanks behind a label', (blanks: string) => `a{b${blanks}x`],
    ['blanks behind a name in quotes', (blanks: string) => `a{"b"${blanks}x`],
    ['blanks before a label', (blanks: string) => `a{${blanks}x`],
    ['blanks behind a value', (blanks: string) => `a{b="c"${blanks}x`],
    ['blanks behind what equals', (blanks: string) => `a{b=${blanks}x`],
    ['blanks before what ends it', (blanks: string) => `a{b="c"}${blanks}x`],
    ['blanks in what its type is', (blanks: string) => `# ${blanks}TYPE${blanks}x${blanks}`],
    ['escapes without end', (blanks: string) => `a{b="${'\\'.repeat(blanks.length)}x`],
  ])('with many %s is read in a time that grows with its length', (_, line) => {
    // Longer ones are not looked at.
    for (const length of [65_000, 8_000_000]) {
      const page = line(' '.repeat(length));
      expect(
        cpuMs(() => {
          tried(page);
        }),
      ).toBeLessThan(1000);
    }
  });

  it('longer than 64 KiB is left out and told of, a comment of that length only left out', () => {
    const long = 'x'.repeat(70_000);
    let told = 0;
    const page = `# HELP a ${long}\na{b="${long}"} 1\na{b="c"} 2\n`;
    const samples = parseText(page, false, 1000, () => {
      told += 1;
    });
    expect(samples.map(({ value }) => value)).toEqual([2]);
    expect(told).toBe(1);
  });

  it('may have blanks between all of its parts', () => {
    const [sample] = parseText('a { b = "1" , "c.d" = "2" , } 7 1000\n', false, 10);
    expect(sample).toMatchObject({ name: 'a', value: 7, time: 1000 });
    expect([...(sample?.labels ?? [])]).toEqual([
      ['b', '1'],
      ['c.d', '2'],
    ]);
  });

  it('may name its metric in quotes among the labels', () => {
    const [sample] = parseText('{ "a.b" , c="1" } 7\n', false, 10);
    expect(sample).toMatchObject({ name: 'a.b', value: 7 });
  });
});
