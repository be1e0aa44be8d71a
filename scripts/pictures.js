/** `npm run pictures`: takes the pictures in `docs/pictures` from the running product with the sample hub; `-- NAME …` only some. */
import { join } from 'node:path';
import { foreground } from './foreground.js';
import { setUp } from './setup/index.js';
import { program } from './setup/programs.js';
import { root } from './setup/root.js';
import { step } from './setup/step.js';

const folder = join(root, 'bench');

await setUp({
  browser: true,
  then: () => step('build picture taker', program('tsc', '-b', join(folder, 'tsconfig.build.json'))),
});
const taker = join(folder, 'dist', 'pictures', 'take.js');
process.exitCode = await foreground([
  process.execPath,
  taker,
  join(root, 'docs', 'pictures'),
  ...process.argv.slice(2),
]);
