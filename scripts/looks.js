/** `npm run looks`: keeps anew what the dashboard looks like in each state, to which the tests compare; `-- NAME …` only some. */
import { foreground } from './foreground.js';
import { setUp } from './setup/index.js';
import { program } from './setup/programs.js';

await setUp({ browser: true });
process.exitCode = await foreground(program('vitest', 'run', 'e2e/looks.test.ts'), {
  NODE_ENV: 'test',
  HUBSCOPE_LOOKS: process.argv.slice(2).join(','),
});
