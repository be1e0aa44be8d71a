/** `npm start`: installs and builds what is missing, then runs the server with the sample hub. */
import { setUp } from './setup/index.js';

await setUp();
const { main } = await import('../packages/cli/dist/main.js');
await main(['serve', '--demo', ...process.argv.slice(2)]);
