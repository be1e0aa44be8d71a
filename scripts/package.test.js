import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { allowed, licenceText, usedPackages } from './package/licences.js';
import { loadedByName, publishedManifest } from './package/stage.js';
import { sbom } from './package/sbom.js';

const used = usedPackages();

it.each(used)('$name is under a licence that a work under Apache-2.0 may hold', ({ licence }) => {
  expect(allowed).toContain(licence);
});

it('says the licence of every package that is passed on', () => {
  const text = licenceText();
  for (const name of ['fastify', 'react', 'uplot', '@fontsource-variable/inter', '@duckdb/node-api'])
    expect(text).toContain(`${name} `);
  expect(text).toContain('Permission is hereby granted');
});

it('publishes no dependency of ours, and nothing that runs while it is installed', () => {
  const { dependencies, ...manifest } = publishedManifest();
  expect(manifest).not.toHaveProperty('scripts');
  for (const [name, range] of Object.entries(dependencies)) {
    expect(name).not.toMatch(/hubscope/);
    expect(range).toMatch(/^\^/);
  }
});

it('lists every package that is passed on in its bill of materials', () => {
  const { bomFormat, components, dependencies } = sbom();
  expect(bomFormat).toBe('CycloneDX');
  const listed = new Set(components.map(({ purl }) => decodeURIComponent(purl)));
  const refs = new Set(dependencies.map(({ ref }) => ref));
  for (const each of components) expect(refs).toContain(each['bom-ref']);
  for (const { name, version } of used) expect(listed).toContain(`pkg:npm/${name}@${version}`);
});

it('finds the packages that built files load, and takes no words of a message for one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hubscope-built-'));
  writeFileSync(
    join(folder, 'a.js'),
    `import{a}from"@scope/one/part";import"two";import("three");import"node:fs";import fs from'fs';
     throw Error('it was obtained from "validateAuthResponse()", or "another thing"')`,
  );
  const found = loadedByName(folder);
  rmSync(folder, { recursive: true });
  expect([...found].sort()).toEqual(['@scope/one', 'three', 'two']);
});
