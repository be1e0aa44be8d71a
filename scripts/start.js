/** `npm start`: installs and builds what is missing, then runs the server with the sample hub. */
import { setUp } from './setup/index.js';

await setUp();
// The command itself, in this process: `npm start` and `npx hubscope serve --demo` are one program.
process.argv.splice(2, 0, 'serve', '--demo');
await import('../packages/cli/bin/hubscope.js');
