/** `npm run bench` lists the benchmarks; `npm run bench -- NAME [ARGUMENTS]` runs one. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from './setup/index.js';
import { root } from './setup/root.js';
import { step } from './setup/step.js';

const folder = join(root, 'bench');
const ending = '.bench.ts';
const names = readdirSync(folder)
  .filter((file) => file.endsWith(ending))
  .map((file) => file.slice(0, -ending.length));

/** @param {string} name */
function purpose(name) {
  return (
    /\/\*\*\s*\**\s*(.+?)\s*(\*\/|\n)/.exec(readFileSync(join(folder, name + ending), 'utf8'))?.[1] ?? ''
  );
}

const [name, ...args] = process.argv.slice(2);
if (name === undefined) {
  const width = Math.max(0, ...names.map((each) => each.length));
  for (const each of names) process.stdout.write(`${each.padEnd(width)}  ${purpose(each)}\n`);
} else if (!names.includes(name)) {
  process.stderr.write(`There is no benchmark ${name}. There are: ${names.join(', ')}\n`);
  process.exitCode = 2;
} else {
  await setUp({ browser: true });
  await step('build benchmarks', 'npx', ['tsc', '-b', join(folder, 'tsconfig.build.json')]);
  const { status } = spawnSync(process.execPath, [join(folder, 'dist', `${name}.bench.js`), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
