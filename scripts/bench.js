/** `npm run bench` lists the benchmarks; `npm run bench -- NAME [ARGUMENTS]` runs one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foreground } from './foreground.js';
import { setUp } from './setup/index.js';
import { program } from './setup/programs.js';
import { root } from './setup/root.js';
import { step } from './setup/step.js';

const folder = join(root, 'bench');
const ending = '.bench.ts';
const names = readdirSync(folder)
  .filter((file) => file.endsWith(ending))
  .map((file) => file.slice(0, -ending.length));

/**
 * The first line of a benchmark's first comment.
 * @param {string} name
 */
function purpose(name) {
  const source = readFileSync(join(folder, name + ending), 'utf8');
  return /\/\*\*[\s*]*(.+?)\s*(?:\*\/|\n)/.exec(source)?.[1] ?? '';
}

const [name, ...args] = process.argv.slice(2);
if (name === undefined) {
  const width = Math.max(0, ...names.map((each) => each.length));
  for (const each of names) process.stdout.write(`${each.padEnd(width)}  ${purpose(each)}\n`);
} else if (!names.includes(name)) {
  process.stderr.write(`There is no benchmark ${name}. There are: ${names.join(', ')}\n`);
  process.exitCode = 2;
} else {
  await setUp({
    browser: true,
    then: () => step('build benchmarks', program('tsc', '-b', join(folder, 'tsconfig.build.json'))),
  });
  process.exitCode = await foreground([process.execPath, join(folder, 'dist', `${name}.bench.js`), ...args]);
}
