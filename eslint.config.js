import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { importRule } from './scripts/import-rule.js';

/** Sources longer than this are a question to answer, lines. */
const maxLines = 400;

export default defineConfig(
  globalIgnores(['**/node_modules/', '**/dist/', '**/out/', '**/.next/', '.cache/', '**/next-env.d.ts']),
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: maxLines }],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // Async route handlers and plugins need not await: that they answer a promise is Fastify's contract.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.js'],
    extends: [tseslint.configs.base],
    rules: { 'max-lines': ['error', { max: maxLines }], eqeqeq: 'error' },
  },
  ...importRule,
);
