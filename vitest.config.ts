import { defineConfig } from 'vitest/config';

// Tests run from the sources: packages name them under this condition in their exports.
const resolve = { conditions: ['hubscope-source'] };
const ssr = { resolve: { conditions: ['hubscope-source'] } };

const endToEnd = { testTimeout: 120_000, hookTimeout: 120_000 };
/** What they measure is how evenly time passes: they have the machine to themselves. */
const alone = ['e2e/bad-viewers.test.ts', 'e2e/known-load.test.ts'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          include: ['packages/**/*.test.{ts,tsx}', 'examples/**/*.test.ts', 'scripts/**/*.test.js'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/out/**', '**/.next/**'],
          sequence: { groupOrder: 0 },
          // Properties are checked many times over, also on a machine that has other things to do.
          testTimeout: 30_000,
        },
      },
      {
        // The built server in a process of its own, and a real browser. Mostly they wait for seconds to pass: two files at once.
        test: {
          ...endToEnd,
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: alone,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...endToEnd,
          name: 'e2e-alone',
          include: alone,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
