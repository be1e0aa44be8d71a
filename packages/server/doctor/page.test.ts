import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { advisedCodes, refusalAdvice } from './advice.js';

const page = readFileSync(new URL('../../../docs/doctor.md', import.meta.url), 'utf8');

/** The codes in the first column of the table. */
const told = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`([a-z_0-9]+)`/g)].flatMap(([, code]) => code ?? []),
  );

/** What stands in sources, again and again. */
function inSources(pattern: RegExp, folder: string): string[] {
  const root = fileURLToPath(new URL(folder, import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts') && !/\.test\.ts$|testing/.test(file));
  const texts = sources.map((file) => readFileSync(join(root, file), 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(pattern)].flatMap(([, found]) => found ?? []));
}

describe('docs/doctor.md', () => {
  it('has a row for every code that can be a finding, and for no other', () => {
    const own = inSources(/\bcode: '([a-z_]+)'/g, '.');
    expect(own).toContain('nothing_arrived');
    expect([...new Set(told)].sort()).toEqual([...new Set([...advisedCodes, ...own])].sort());
  });

  it('has each code once', () => {
    expect(told).toHaveLength(new Set(told).size);
  });
});

it('every refusal of a door has an advice of its own', () => {
  const refusals = inSources(/new HubscopeError\(\s*'([a-z_]+)'/g, '../ingest');
  expect(refusals).toContain('forbidden_origin');
  const unknown = refusals.filter((code) => refusalAdvice(code).what === `answered ${code}.`);
  expect(unknown).toEqual([]);
});
