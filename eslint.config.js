import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { importRule } from './scripts/import-rule.js';

/** Sources longer than this are a question to answer, lines. */
const maxLines = 400;

export default defineConfig(
  globalIgnores(['**/node_modules/', '**/dist/', '**/out/', '**/.next/', '.cache/', '**/next-env.d.ts']),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: { 'max-lines': ['error', { max: maxLines }], eqeqeq: 'error' },
  },
  {
    files: ['**/*.ts', '**/*.tsx', 'scripts/**/*.js'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['vitest.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // Async route handlers and plugins need not await: that they answer a promise is Fastify's contract.
      '@typescript-eslint/require-await': 'off',
    },
  },
  { files: ['*.js', 'packages/**/*.js'], extends: [tseslint.configs.base] },
  ...importRule,
);
