import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../setup/json.js';
import { root } from '../setup/root.js';

/**
 * @typedef {{ version?: string, link?: boolean, optional?: boolean, dependencies?: Record<string, string>,
 *   optionalDependencies?: Record<string, string> }} Locked
 * @typedef {{ name: string, version: string, licence: string, path: string }} Used
 */

/** Licences under which code may be part of a work under Apache-2.0, and fonts beside it. */
export const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Unlicense',
]);

/** What builds the pages and is in them with a part of its dependencies alone. */
const inPages = /** @type {Record<string, string[]>} */ ({
  next: ['@swc/helpers', 'client-only', 'styled-jsx'],
});

/** What the published package is made of. */
const workspaces = ['packages/cli', 'packages/dashboard'];

/**
 * Where the lock file has a package, seen from a folder: as Node finds it.
 * @param {Record<string, Locked>} packages
 * @param {string} from
 * @param {string} name
 * @returns {string | null}
 */
function placeOf(packages, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (path in packages) return path;
    if (at === '') return null;
  }
}

/**
 * Every package of others that is in the published package or installed with it, dependencies of dependencies included. Binaries for
 * other systems than this one are left out: they are under their own package's licence.
 * @returns {Used[]}
 */
export function usedPackages() {
  const { packages } = /** @type {{ packages: Record<string, Locked & { resolved?: string }> }} */ (
    readJson(join(root, 'package-lock.json'))
  );
  /** @type {Map<string, Used>} */
  const used = new Map();
  const seen = new Set(workspaces);
  for (const at of seen) {
    const { dependencies = {}, optionalDependencies = {} } = packages[at] ?? {};
    const only = inPages[at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length)];
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      if (only !== undefined && !only.includes(name)) continue;
      const place = placeOf(packages, at, name);
      if (place === null) continue;
      const entry = packages[place];
      if (entry?.link === true && entry.resolved !== undefined) {
        seen.add(entry.resolved);
        continue;
      }
      const path = join(root, place);
      if (!existsSync(path)) continue;
      seen.add(place);
      const { version = '', license = '' } = /** @type {{ version?: string, license?: string }} */ (
        readJson(join(path, 'package.json'))
      );
      used.set(`${name}@${version}`, { name, version, licence: license, path });
    }
  }
  return [...used.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @param {string} folder of a package */
function texts(folder) {
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|notice|copying)/i.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim());
}

/** All of their licences in one text, as most of them ask of who passes their code on. */
export function licenceText() {
  const parts = usedPackages().map(({ name, version, licence, path }) =>
    [`${name} ${version} (${licence})`, ...texts(path)].join('\n\n'),
  );
  return `${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
