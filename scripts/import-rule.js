/**
 * The import rule: data runs one way, so a later stage never calls an earlier one, and each knows only `core`.
 */

const stages = ['ingest', 'store', 'judge', 'stream', 'api', 'notify', 'auth', 'config'];
/** The composition root and the files beside it. */
const root = ['hubscope', 'apps', 'doors', 'latest', 'marking', 'hub-states', 'self-metrics'];
const ours = '^(@hubscope/|hubscope$|hubscope/)';

/**
 * @param {string} message
 * @param {readonly string[]} regexes what may not be imported
 */
function forbid(message, ...regexes) {
  return ['error', { patterns: regexes.map((regex) => ({ regex, message })) }];
}

const pure = 'core has no I/O: it imports nothing of ours and nothing of Node or the browser.';

/** What lies above a folder: a relative import that leaves it. */
const stageRules = stages.map((stage) => ({
  files: [`packages/server/${stage}/**/*.ts`],
  rules: {
    'no-restricted-imports': forbid(
      `The stage ${stage} imports core and itself only; the composition root brings stages together.`,
      `^(\\.\\./)+(${stages.filter((other) => other !== stage).join('|')})(/|$)`,
      `^(\\.\\./)+(${root.join('|')})\\.js$`,
      '^(@hubscope/(server|dashboard|example)|hubscope$)',
    ),
  },
}));

/** The rule as ESLint configuration. */
export const importRule = [
  {
    files: ['packages/core/**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: {
      'no-restricted-imports': forbid(pure, ours, '^node:', '^(fs|path|os|http|crypto|timers|process)$'),
      'no-restricted-globals': [
        'error',
        ...[
          'process',
          'performance',
          'setTimeout',
          'setInterval',
          'fetch',
          'window',
          'document',
          'Buffer',
        ].map((name) => ({ name, message: pure })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'core takes its clock.' },
        { object: 'Math', property: 'random', message: 'No number is made up.' },
      ],
    },
  },
  {
    files: ['packages/dashboard/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-imports': forbid(
        'The dashboard imports core only.',
        '^@hubscope/(?!core/)',
        '^hubscope',
      ),
    },
  },
  {
    files: ['packages/cli/**/*.ts'],
    rules: {
      'no-restricted-imports': forbid(
        'The command line imports core and the composition root only.',
        '^@hubscope/(?!core/|server$)',
        '/packages/',
      ),
    },
  },
  {
    files: ['examples/**/*.ts'],
    rules: {
      'no-restricted-imports': forbid('A sample hub knows nothing of Hubscope.', ours, '/packages/'),
    },
  },
  ...stageRules,
];
