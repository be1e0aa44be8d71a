import { join } from 'node:path';
import { root } from './root.js';

/** Where the programs of our dependencies lie, in `node_modules`. */
const places = {
  eslint: 'eslint/bin/eslint.js',
  next: 'next/dist/bin/next',
  prettier: 'prettier/bin/prettier.cjs',
  tsc: 'typescript/bin/tsc',
  vitest: 'vitest/vitest.mjs',
};

/**
 * A command that runs a program of our dependencies, the same on every system.
 * @param {keyof typeof places} name
 * @param {readonly string[]} args
 */
export function program(name, ...args) {
  return [process.execPath, join(root, 'node_modules', ...places[name].split('/')), ...args];
}

/**
 * A command that runs npm: the one that runs this script, else the one on the path.
 * @param {readonly string[]} args
 */
export function npm(...args) {
  const running = process.env['npm_execpath'] ?? '';
  if (running.endsWith('npm-cli.js')) return [process.execPath, running, ...args];
  // On Windows npm is a batch file, which only a shell can run.
  return process.platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c', 'npm', ...args] : ['npm', ...args];
}
