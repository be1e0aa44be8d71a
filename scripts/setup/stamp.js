import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { readJson } from './json.js';
import { root } from './root.js';

const folder = join(root, '.cache', 'stamps');
/** What is made, not written by hand, and what nothing is made from. */
const leftOut = new Set(['node_modules', 'dist', 'out', '.next', 'next-env.d.ts', 'testing']);

/** @param {string} entry of a folder */
const counts = (entry) => !leftOut.has(entry) && !/\.(tsbuildinfo|test\.tsx?)$/.test(entry);

/**
 * All files below some paths that something is made from, sorted.
 * @param {readonly string[]} paths
 * @returns {string[]}
 */
export function filesBelow(paths) {
  /** @type {string[]} */
  const found = [];
  for (const path of paths) {
    if (!existsSync(path)) continue;
    if (statSync(path).isFile()) found.push(path);
    else {
      const entries = readdirSync(path).filter(counts);
      found.push(...filesBelow(entries.map((entry) => join(path, entry))));
    }
  }
  return found.sort();
}

/**
 * A hash of names, sizes and times: where it is as it was, so are the contents.
 * @param {readonly string[]} files
 */
function quickHash(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\n${String(size)}\n${String(mtimeMs)}\n`);
  }
  return hash.digest('hex');
}

/** @param {readonly string[]} files */
function contentHash(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(file)).update('\n');
  return hash.digest('hex');
}

/**
 * Whether something that is made from files is up to date with them.
 * @param {string} name of what is made
 * @param {readonly string[]} inputs files and folders that it is made from
 * @param {readonly string[]} outputs paths that must be there
 * @returns {{ fresh: boolean, done: () => void }} `done` notes that it was made from what was there when this was asked
 */
export function stamp(name, inputs, outputs) {
  const path = join(folder, `${name}.json`);
  const files = filesBelow(inputs);
  const quick = quickHash(files);
  const before = /** @type {{ quick?: string, content?: string } | undefined} */ (readJson(path));
  const present = outputs.every((output) => existsSync(output));
  if (present && before?.quick === quick) return { fresh: true, done: () => undefined };
  const content = contentHash(files);
  const done = () => {
    mkdirSync(folder, { recursive: true });
    const written = `${path}.${String(process.pid)}`;
    writeFileSync(written, JSON.stringify({ quick, content }));
    renameSync(written, path);
  };
  const fresh = present && before?.content === content;
  // Touched but not changed, as after a checkout: note the new times.
  if (fresh) done();
  // What is stale is about to be made anew, and is nothing until that is through.
  else rmSync(path, { force: true });
  return { fresh, done };
}
