import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readJson } from './setup/json.js';
import { root } from './setup/root.js';

/**
 * @typedef {{ license?: string, workspaces?: string[], dependencies?: Record<string, string>,
 *   devDependencies?: Record<string, string> }} Manifest
 * @typedef {{ packages: Record<string, Manifest & { link?: boolean }> }} Lock
 */
const lock = /** @type {Lock} */ (readJson(join(root, 'package-lock.json')));

/** The packages of others that our manifests name. */
const named = new Set(
  Object.entries(lock.packages)
    .filter(([path]) => !path.includes('node_modules'))
    .flatMap(([, { dependencies = {}, devDependencies = {} }]) => [
      ...Object.keys(dependencies),
      ...Object.keys(devDependencies),
    ])
    .filter((name) => !/^(@hubscope\/|hubscope$)/.test(name)),
);

const rows = [
  ...readFileSync(join(root, 'docs', 'DEPENDENCIES.md'), 'utf8').matchAll(
    /^\| `(.+?)` \| (.+?) \| (.+) \|$/gm,
  ),
].map(([, name = '', licence = '']) => ({ name, licence }));

it('has one line for each dependency, and none for others', () => {
  expect(rows.map(({ name }) => name).sort()).toEqual([...named].sort());
});

it.each(rows)('states the licence of $name', ({ name, licence }) => {
  const manifest = /** @type {Manifest} */ (readJson(join(root, 'node_modules', name, 'package.json')));
  expect(licence).toBe(manifest.license);
});
