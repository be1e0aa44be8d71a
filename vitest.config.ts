import { defineConfig } from 'vitest/config';

// Tests run from the sources: packages name them under this condition in their exports.
const resolve = { conditions: ['hubscope-source'] };
const ssr = { resolve: { conditions: ['hubscope-source'] } };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          include: [
            'packages/**/*.test.{ts,tsx}',
            'examples/**/*.test.ts',
            'bench/**/*.test.ts',
            'scripts/**/*.test.js',
          ],
          exclude: ['**/node_modules/**', '**/dist/**', '**/out/**', '**/.next/**'],
          sequence: { groupOrder: 0 },
          // Properties are checked many times over, also on a machine that has other things to do.
          testTimeout: 30_000,
        },
      },
      {
        // The built server in a process of its own, and a real browser: one file at a time, with the machine to itself.
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          // By commands of their own: `npm run test:browsers`, `npm run test:faults`.
          exclude: ['e2e/browsers/**', 'e2e/faults/**'],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
