/** `npm start`: installs and builds what is missing, then runs the server with the sample hub. */
import { setUp } from './setup/index.js';

await setUp();
process.argv.splice(2, 0, 'serve', '--demo');
await import('../packages/cli/bin/hubscope.js');
