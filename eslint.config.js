import { defineConfig, globalIgnores } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { importRule } from './scripts/import-rule.js';
import { wordsRule } from './scripts/words-rule.js';

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
  {
    files: ['packages/dashboard/**/*.{ts,tsx}'],
    plugins: reactHooks.configs.flat.recommended.plugins,
    // Not its rules for the React Compiler: nothing here is compiled by it, and they take a hook's result that holds a
    // ref for the ref.
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  { files: ['*.js', 'packages/**/*.js'], extends: [tseslint.configs.base] },
  ...importRule,
  wordsRule,
);
