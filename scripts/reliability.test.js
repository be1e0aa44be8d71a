import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readJson } from './setup/json.js';
import { root } from './setup/root.js';

const { scripts } = /** @type {{ scripts: Record<string, string> }} */ (readJson(join(root, 'package.json')));
const benches = readdirSync(join(root, 'bench'))
  .filter((name) => name.endsWith('.bench.ts'))
  .map((name) => name.slice(0, -'.bench.ts'.length));

/** Each promise with what is named for it. */
const promises = [
  ...readFileSync(join(root, 'docs', 'reliability.md'), 'utf8').matchAll(/^\| (.+) \| (.+) \|$/gm),
]
  .map(([, promise = '', tests = '']) => ({
    promise,
    named: [...tests.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  }))
  .filter(({ promise }) => promise !== 'promise');

/**
 * Why what is named holds nothing; null where it does.
 * @param {string} name a test file, a folder of tests, a command, or a benchmark beside one
 */
function missing(name) {
  const [, script, bench] = /^npm run (\S+)(?: -- ([\w-]+))?/.exec(name) ?? [];
  if (script !== undefined) {
    if (scripts[script] === undefined) return `there is no script ${script}`;
    return script === 'bench' && !benches.includes(bench ?? '')
      ? `there is no benchmark ${bench ?? ''}`
      : null;
  }
  if (name === 'npm test' || benches.includes(name)) return null;
  const path = join(root, name);
  if (!existsSync(path)) return `there is no ${name}`;
  if (!statSync(path).isDirectory()) return /\.test\.(ts|tsx|js)$/.test(name) ? null : `${name} is no test`;
  const tests = readdirSync(path, { recursive: true }).filter((file) => /\.test\.tsx?$/.test(String(file)));
  return tests.length > 0 ? null : `${name} holds no tests`;
}

it('docs/reliability.md promises something', () => {
  expect(promises.length).toBeGreaterThan(30);
});

it.each(promises)('"$promise" names tests that are there', ({ named }) => {
  expect(named.length).toBeGreaterThan(0);
  expect(named.flatMap((name) => missing(name) ?? [])).toEqual([]);
});
