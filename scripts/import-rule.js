/**
 * The import rule: data runs one way, so a later stage never calls an earlier one, and each knows only `core`.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup/root.js';

const server = readdirSync(join(root, 'packages', 'server'), { withFileTypes: true });
/** Each folder of the server is a stage. */
const stages = server
  .filter((entry) => entry.isDirectory() && !['dist', 'node_modules'].includes(entry.name))
  .map(({ name }) => name);
/** The composition root and the files beside it. */
const composition = server
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map(({ name }) => name.slice(0, -'.ts'.length));

/** Everything of ours but core, by name. */
const oursButCore = '^(@hubscope/(?!core/)|hubscope$|hubscope/)';
const tests = ['**/*.test.ts', '**/*.test.tsx', '**/testing/**'];

/** @param {readonly string[]} names of folders or files */
const anyOf = (names) => `(${names.join('|')})`;

/**
 * What leaves a package by a relative path.
 * @param {string} own
 */
function outOf(own) {
  const others = ['core', 'server', 'dashboard', 'cli', 'examples', 'bench', 'e2e', 'scripts'];
  return `^(\\.\\./)+(packages|${others.filter((name) => name !== own).join('|')})/`;
}

/**
 * Rules that forbid imports, static ones and those made while running.
 * @param {string} message
 * @param {readonly string[]} regexes what may not be imported
 */
function forbid(message, ...regexes) {
  /** @type {['error', { patterns: { regex: string, message: string }[] }]} */
  const imports = ['error', { patterns: regexes.map((regex) => ({ regex, message })) }];
  /** @type {['error', ...{ selector: string, message: string }[]]} */
  const syntax = [
    'error',
    ...regexes.map((regex) => ({
      // A slash would end the selector's regular expression.
      selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\u002F')}/]`,
      message,
    })),
  ];
  return { 'no-restricted-imports': imports, 'no-restricted-syntax': syntax };
}

const pure = 'core has no I/O and no clock of its own: it imports itself and zod only.';
const platform = [
  ...['process', 'performance', 'crypto', 'Buffer', 'console', 'fetch', 'navigator', 'window', 'document'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame', 'localStorage'],
];

/** The rule as ESLint configuration. */
export const importRule = [
  {
    files: ['packages/core/**/*.ts'],
    rules: forbid('core imports nothing of ours.', oursButCore, outOf('core')),
  },
  {
    files: ['packages/core/**/*.ts'],
    ignores: tests,
    rules: {
      ...forbid(pure, '^(?!\\.{1,2}/|zod$)', outOf('core')),
      'no-restricted-globals': /** @type {['error', ...{ name: string, message: string }[]]} */ ([
        'error',
        ...platform.map((name) => ({ name, message: pure })),
      ]),
      'no-restricted-properties':
        /** @type {['error', ...{ object: string, property: string, message: string }[]]} */ ([
          'error',
          { object: 'Date', property: 'now', message: 'core takes its clock.' },
          { object: 'Math', property: 'random', message: 'No number is made up.' },
          { object: 'globalThis', property: 'process', message: pure },
        ]),
    },
  },
  {
    files: ['packages/dashboard/**/*.{ts,tsx}'],
    rules: forbid('The dashboard imports core only, by its name.', oursButCore, outOf('dashboard')),
  },
  {
    files: ['packages/cli/**/*.ts'],
    rules: forbid(
      'The command line imports core and the composition root only.',
      '^@hubscope/(?!core/|server$)',
      outOf('cli'),
    ),
  },
  {
    files: ['examples/**/*.ts'],
    rules: forbid(
      'A sample hub knows nothing of Hubscope.',
      '^(@hubscope/|hubscope$|hubscope/)',
      outOf('examples'),
    ),
  },
  {
    files: ['packages/server/*.ts'],
    rules: forbid('The server imports core and its own stages only.', oursButCore, outOf('server')),
  },
  ...stages.map((stage) => ({
    files: [`packages/server/${stage}/**/*.ts`],
    rules: forbid(
      `The stage ${stage} imports core and itself only; the composition root brings stages together.`,
      `^(\\.\\./)+${anyOf(stages.filter((other) => other !== stage))}(/|$)`,
      `^(\\.\\./)+${anyOf(composition)}\\.js$`,
      oursButCore,
      outOf('server'),
    ),
  })),
];
