import { defineConfig } from 'vitest/config';

// Tests run from the sources: packages name them under this condition in their exports.
const resolve = { conditions: ['hubscope-source'] };
const ssr = { resolve: { conditions: ['hubscope-source'] } };

/** Tests of the built server in a process of its own, and of a real browser. */
const e2e = { testTimeout: 120_000, hookTimeout: 120_000 };

/** Those of them that look at how long something takes, or at every pixel: one at a time, with the machine to itself. */
const alone = [
  'bad-viewers',
  'dashboard-bad-input',
  'dashboard-hidden',
  'full-disk',
  'kept',
  'known-load',
  'looks',
  'sample-hub',
].map((name) => `e2e/${name}.test.ts`);

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
        test: {
          ...e2e,
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          // By commands of their own: `npm run test:browsers`, `npm run test:faults`.
          exclude: ['e2e/browsers/**', 'e2e/faults/**', ...alone],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...e2e,
          name: 'e2e alone',
          include: alone,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
