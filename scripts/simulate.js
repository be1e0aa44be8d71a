/** `npm run simulate`: a day of hubs through the real stages; `npm run simulate -- --keep FOLDER` leaves a data folder that a server opens. */
import { join } from 'node:path';
import { foreground } from './foreground.js';
import { setUp } from './setup/index.js';
import { program } from './setup/programs.js';
import { root } from './setup/root.js';
import { step } from './setup/step.js';

const bench = join(root, 'bench');
await setUp({
  then: () => step('build benchmarks', program('tsc', '-b', join(bench, 'tsconfig.build.json'))),
});
process.exitCode = await foreground(
  [
    process.execPath,
    // A small heap, as the server has, with the nursery and the room that a time fifty times as fast needs.
    '--v8-pool-size=1',
    '--min-semi-space-size=8',
    '--max-semi-space-size=8',
    '--heap-growing-percent=40',
    join(bench, 'dist', 'simulate.js'),
    ...process.argv.slice(2),
  ],
  { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' },
);
