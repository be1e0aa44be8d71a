import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { neverLoaded, withBinary } from '../setup/externals.js';
import { readJson } from '../setup/json.js';
import { root } from '../setup/root.js';
import { licenceText } from './licences.js';

/** Where packages are made. */
export const shelf = join(root, '.cache', 'package');
/** What is published, as a folder. */
const stage = join(shelf, 'hubscope');

const cli = join(root, 'packages', 'cli');

/** @typedef {{ dependencies: Record<string, string> } & Record<string, unknown>} Manifest */

/**
 * The packages that built files load by name and that are in no file of ours.
 * @param {string} folder
 */
export function loadedByName(folder) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
    const code = readFileSync(join(folder, file), 'utf8');
    for (const [, name = ''] of code.matchAll(
      /(?:\bfrom|\bimport|\bimport\(|__require\()\s*["']([@\w][\w@./:~-]*)["']/g,
    )) {
      const path = name.split('/');
      const own = path.slice(0, name.startsWith('@') ? 2 : 1).join('/');
      if (!name.startsWith('node:') && !builtinModules.includes(own)) found.add(own);
    }
  }
  return found;
}

/** The manifest that is published: what is bundled is no dependency, and nothing runs while it is installed. */
export function publishedManifest() {
  const { name, version, description, type, license, engines, bin } = /** @type {Manifest} */ (
    readJson(join(cli, 'package.json'))
  );
  const server = /** @type {Manifest} */ (readJson(join(root, 'packages', 'server', 'package.json')));
  const dependencies = Object.fromEntries(withBinary.map((each) => [each, server.dependencies[each]]));
  return {
    name,
    version,
    description,
    keywords: ['monitoring', 'observability', 'opentelemetry', 'agents', 'llm', 'dashboard'],
    type,
    license,
    engines,
    bin,
    exports: { './package.json': './package.json' },
    dependencies,
  };
}

/**
 * Puts together what is published: the built server, the command and the dashboard.
 * @returns the folder
 * @throws where the built files load a package that would not be there
 */
export function staged() {
  const out = join(cli, 'out');
  const unknown = [...loadedByName(out)].filter(
    (name) => !withBinary.includes(name) && !neverLoaded.includes(name) && name !== 'hubscope',
  );
  if (unknown.length > 0) throw new Error(`the bundle loads ${unknown.join(', ')}, which is not published`);
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  cpSync(join(cli, 'bin'), join(stage, 'bin'), { recursive: true });
  cpSync(out, join(stage, 'out'), { recursive: true });
  cpSync(join(root, 'packages', 'dashboard', 'out'), join(stage, 'dashboard'), { recursive: true });
  for (const file of ['README.md', 'LICENSE', 'CHANGELOG.md']) cpSync(join(root, file), join(stage, file));
  writeFileSync(join(stage, 'THIRD_PARTY_LICENSES.txt'), licenceText());
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(publishedManifest(), null, 2)}\n`);
  return stage;
}
