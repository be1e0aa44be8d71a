/** `npm run build`: installs and builds what is missing. */
import { setUp } from './setup/index.js';

await setUp();
