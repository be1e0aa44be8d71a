import { existsSync } from 'node:fs';
import { installFromDebian } from './debian.js';
import { StepFailed } from './step.js';

const places = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** @returns {string | null} a browser for the tests */
function findChromium() {
  return places.find((place) => place !== undefined && existsSync(place)) ?? null;
}

/**
 * Makes sure of a browser for the tests; on Debian it is installed where we may.
 * @returns {Promise<string>} its path
 * @throws {StepFailed} where there is none and none can be installed
 */
export async function chromium() {
  const found = findChromium();
  if (found !== null) return found;
  if (await installFromDebian('Chromium', 'chromium')) {
    const installed = findChromium();
    if (installed !== null) return installed;
  }
  process.stderr.write(
    'The browser tests need Chromium or Chrome, and none was found. Install one (on Debian: apt-get install chromium),\n' +
      'or name one with CHROMIUM_PATH.\n',
  );
  throw new StepFailed('find a browser');
}
