import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { exitCodes } from './exit-codes.js';
import { addSeriesCommands } from './series-commands.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubscope-csv-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  process.exitCode = undefined;
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Runs a command line and answers what it printed and its exit code. */
async function run(...argv: string[]): Promise<{ out: string; err: string; code: number }> {
  const printed = { out: '', err: '' };
  const quiet = { writeOut: () => undefined, writeErr: () => undefined };
  const program = new Command('hubscope').exitOverride().configureOutput(quiet);
  addSeriesCommands(program);
  for (const command of program.commands) command.exitOverride().configureOutput(quiet);
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.out += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed.err += String(text);
    return true;
  });
  let code: number = exitCodes.done;
  try {
    await program.parseAsync(argv, { from: 'user' });
    if (process.exitCode !== undefined) code = Number(process.exitCode);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = exitCodes.badUsage;
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
  return { ...printed, code };
}

const compareAnswer = z.array(
  z.strictObject({
    signal: z.string(),
    before: z.number().nullable(),
    after: z.number().nullable(),
    change: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    verdict: z.enum(['improved', 'regressed', 'same', 'unknown']),
    reason: z.string().nullable(),
  }),
);

const wave = (index: number): number => 1 + 0.1 * Math.sin(index * index);
const rows = (count: number, row: (index: number) => (number | string)[]): string =>
  Array.from({ length: count }, (_, index) => row(index).join(',')).join('\n');

describe('hubscope compare', () => {
  it('judges each column of two files, known signals by their own direction and others as told', async () => {
    const before = file(
      'a.csv',
      `time,throughput,latency.p95,latency_p99_ms,depth\n${rows(600, (i) => [i, 100 * wave(i), 80 * wave(i + 1), 90 * wave(i + 3), 5 * wave(i + 2)])}\n`,
    );
    const after = file(
      'b.csv',
      `time,throughput,latency.p95,latency_p99_ms,depth\n${rows(300, (i) => [i, 150 * wave(i), 100 * wave(i + 1), 45 * wave(i + 3), 4 * wave(i + 2)])}\n`,
    );
    const { out, code } = await run(
      'compare',
      '--before',
      before,
      '--after',
      after,
      '--json',
      '--better',
      'lower',
    );
    expect(code).toBe(0);
    const found = compareAnswer.parse(JSON.parse(out));
    expect(found.map(({ signal, verdict }) => [signal, verdict])).toEqual([
      ['throughput', 'improved'],
      ['latency.p95', 'regressed'],
      ['latency_p99_ms', 'improved'],
      ['depth', 'improved'],
    ]);
    expect(found[0]?.change).toBeCloseTo(0.5, 1);
    expect(found[1]?.change).toBeCloseTo(-0.25, 1);
    expect(found[0]?.before).toBeCloseTo(100, 0);
  });

  it.each([
    ['text', rows(600, (i) => [i === 41 ? 'oops' : wave(i)]), /row 42 before is no number: "oops"/],
    ['holes', rows(600, (i) => [i % 3 === 0 ? '' : wave(i)]), /200 of 600 rows before are empty/],
    ['gaps only', rows(600, () => ['']), /holds no value/],
    ['one row', '5', /too few/],
    ['half a minute', rows(30, (i) => [wave(i)]), /too short/],
    ['a constant', rows(600, () => [5]), /never varied/],
    ['zeros', rows(600, () => [0]), /zero throughout/],
    ['negatives', rows(600, (i) => [-wave(i)]), /negative/],
  ])('knows nothing of a column with %s, and says why', async (name, text, reason) => {
    const before = file(`${name}.csv`, `memory\n${text}\n`);
    const after = file('after.csv', `memory\n${rows(300, (i) => [wave(i)])}\n`);
    const { out, code } = await run('compare', '--before', before, '--after', after, '--json');
    expect(code).toBe(0);
    const [found] = compareAnswer.parse(JSON.parse(out));
    expect(found).toMatchObject({ change: null, low: null, high: null, verdict: 'unknown' });
    expect(found?.reason).toMatch(reason);
  });

  it('knows nothing of a column that one file lacks, or whose good direction nobody has told', async () => {
    const before = file('one.csv', `memory,depth\n${rows(100, (i) => [wave(i), wave(i)])}\n`);
    const after = file(
      'other.csv',
      `cpu;depth\n${rows(100, (i) => [wave(i), wave(i)]).replaceAll(',', ';')}\n`,
    );
    const { out } = await run('compare', '--before', before, '--after', after, '--json');
    expect(compareAnswer.parse(JSON.parse(out)).map(({ signal, reason }) => [signal, reason])).toEqual([
      ['memory', 'the file after has no such column'],
      ['depth', 'it is no known signal: say with --better how it is good'],
      ['cpu', 'the file before has no such column'],
    ]);
  });

  it('refuses what is no use of it', async () => {
    const good = file('good.csv', 'memory\n1\n2\n');
    const missing = await run('compare', '--before', join(folder, 'none.csv'), '--after', good, '--json');
    expect(missing).toMatchObject({ code: 2, out: '' });
    expect(missing.err).toContain('no such file');
    expect((await run('compare', '--before', good)).code).toBe(2);
    expect((await run('compare', '--before', good, '--after', good, '--better', 'blue')).code).toBe(2);
    expect((await run('compare', '--before', good, '--after', good, '--tolerance', 'x')).code).toBe(2);
    expect((await run('compare', '--before', file('empty.csv', ''), '--after', good)).code).toBe(2);
    expect((await run('compare', '--before', file('quote.csv', 'a\n"1\n'), '--after', good)).code).toBe(2);
  });
});

describe('hubscope changes', () => {
  it('finds the row after which the level is another', async () => {
    const series = file('s.csv', `x\n${rows(900, (i) => [(i < 500 ? 100 : 140) * wave(i)])}\n`);
    const { out, code } = await run('changes', '--csv', series, '--column', 'x', '--json');
    expect(code).toBe(0);
    const found = z
      .array(
        z.strictObject({
          index: z.number().int(),
          before: z.number(),
          after: z.number(),
          change: z.number().nullable(),
          p: z.number(),
        }),
      )
      .parse(JSON.parse(out));
    expect(found).toHaveLength(1);
    expect(Math.abs((found[0]?.index ?? 0) - 500)).toBeLessThanOrEqual(2);
    expect(found[0]?.change).toBeCloseTo(0.4, 1);
    const least = await run('changes', '--csv', series, '--column', 'x', '--json', '--min-change', '60%');
    expect(least.out).toBe('[]\n');
  });

  it('leaves rows without a number out, says which is the first, and counts rows all the same', async () => {
    const cell = (i: number): number | string =>
      i % 7 === 0 ? '' : i === 41 ? 'oops' : (i < 500 ? 100 : 140) * wave(i);
    const series = file('rough.csv', `x,note\n${rows(900, (i) => [cell(i), 'words'])}\n`);
    const { out, err } = await run('changes', '--csv', series, '--column', 'x', '--json');
    const found = z.array(z.looseObject({ index: z.number() })).parse(JSON.parse(out));
    expect(found).toHaveLength(1);
    expect(Math.abs((found[0]?.index ?? 0) - 500)).toBeLessThanOrEqual(3);
    expect(err).toContain('row 42 is no number ("oops")');
    const words = await run('changes', '--csv', series, '--column', 'note', '--json');
    expect(words).toMatchObject({ out: '[]\n', code: 0 });
    expect(words.err).toContain('it holds no number');
  });

  it('refuses a column that is not there, and names those that are', async () => {
    const { code, err } = await run('changes', '--csv', file('c.csv', 'x,y\n1,2\n'), '--column', 'z');
    expect(code).toBe(2);
    expect(err).toContain('it has x, y');
  });
});
