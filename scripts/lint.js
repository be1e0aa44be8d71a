/** `npm run lint`: checks the sources; `npm run lint -- --fix` mends what a program can. */
import { runChecks } from './checks.js';
import { setUp } from './setup/index.js';

await setUp();
const { failed } = await runChecks(process.argv.includes('--fix'));
process.exitCode = failed === 0 ? 0 : 1;
