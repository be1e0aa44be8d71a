/** `npm run fuzz`: throws mutated payloads at every decoder, a minute at each; `-- SECONDS` another time. A failure prints its seed. */
import { foreground } from './foreground.js';
import { setUp } from './setup/index.js';
import { program } from './setup/programs.js';

await setUp();
process.exitCode = await foreground(
  program('vitest', 'run', '--project', 'unit', 'packages/server/ingest/fuzz.test.ts'),
  { HUBSCOPE_FUZZ_SECONDS: process.argv[2] ?? '60' },
);
