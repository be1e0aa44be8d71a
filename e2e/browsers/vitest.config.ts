import { defineConfig } from 'vitest/config';

/** Apart from the other tests: these need browsers that not every machine has. */
export default defineConfig({
  test: {
    include: ['e2e/browsers/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
