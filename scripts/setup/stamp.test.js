import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeIsTooOld } from './install.js';
import { root } from './root.js';
import { filesBelow, stamp } from './stamp.js';

let folder = '';
let name = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubscope-stamp-'));
  name = `test-${String(process.pid)}-${folder.slice(-6)}`;
  writeFileSync(join(folder, 'input'), 'one');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  rmSync(join(root, '.cache', 'stamps', `${name}.json`), { force: true });
});

const ask = () => stamp(name, [join(folder, 'input')], [folder]);

it('is stale before it was made, fresh after, and stale once an input changed', () => {
  const first = ask();
  expect(first.fresh).toBe(false);
  first.done();
  expect(ask().fresh).toBe(true);
  writeFileSync(join(folder, 'input'), 'two');
  expect(ask().fresh).toBe(false);
});

it('stays fresh when a file was only touched', () => {
  ask().done();
  utimesSync(join(folder, 'input'), new Date(0), new Date(0));
  expect(ask().fresh).toBe(true);
});

it('is stale where what was made is gone', () => {
  ask().done();
  expect(stamp(name, [join(folder, 'input')], [join(folder, 'gone')]).fresh).toBe(false);
});

it.each([
  ['18.20.0', true],
  ['20.18.3', true],
  ['20.19.0', false],
  ['24.1.0', false],
])('Node %s is too old: %s', (version, expected) => {
  expect(nodeIsTooOld(version)).toBe(expected);
});

it('does not look at tests and at what is made', () => {
  ask().done();
  for (const made of ['x.test.ts', 'next-env.d.ts', '.tsbuildinfo']) writeFileSync(join(folder, made), '');
  expect(filesBelow([folder])).toEqual([join(folder, 'input')]);
});

it('is stale when making it was begun and not ended', () => {
  ask().done();
  writeFileSync(join(folder, 'input'), 'two');
  ask();
  writeFileSync(join(folder, 'input'), 'one');
  expect(ask().fresh).toBe(false);
});
