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
process.exitCode = await foreground([
  process.execPath,
  // As the server runs: memory before speed.
  '--optimize-for-size',
  '--semi-space-growth-factor=1',
  join(bench, 'dist', 'simulate.js'),
  ...process.argv.slice(2),
]);
