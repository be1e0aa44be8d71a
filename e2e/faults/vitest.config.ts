import { defineConfig } from 'vitest/config';

/** Apart from the other tests: these take minutes. */
export default defineConfig({
  test: {
    include: ['e2e/faults/*.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
