/** `npm run test:browsers`: the live page in Chromium, Firefox and WebKit. */
import { foreground } from './foreground.js';
import { otherBrowsers } from './setup/browsers.js';
import { setUp } from './setup/index.js';
import { program } from './setup/programs.js';

await setUp({ browser: true, then: otherBrowsers });
const config = 'e2e/browsers/vitest.config.ts';
process.exitCode = await foreground(program('vitest', 'run', '--config', config, '--root', '.'), {
  NODE_ENV: 'test',
});
