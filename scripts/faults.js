/** `npm run test:faults`: faults and attacks that last longer than an ordinary test may. */
import { foreground } from './foreground.js';
import { setUp } from './setup/index.js';
import { program } from './setup/programs.js';

await setUp();
const config = 'e2e/faults/vitest.config.ts';
process.exitCode = await foreground(program('vitest', 'run', '--config', config, '--root', '.'), {
  NODE_ENV: 'test',
});
