import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installFromDebian } from './debian.js';
import { StepFailed } from './step.js';

/** The programs of the other browsers, each with the package of Debian that has it. */
const needed = { 'firefox-esr': 'firefox-esr', WebKitWebDriver: 'webkit2gtk-driver', Xvfb: 'xvfb' };

/** @param {string} program */
function isThere(program) {
  if (program === 'firefox-esr' && process.env['FIREFOX_PATH'] !== undefined) return true;
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

const missing = () => Object.entries(needed).filter(([name]) => !isThere(name));

/**
 * Makes sure of Firefox and WebKit; on Debian they are installed where we may.
 * @throws {StepFailed} where one is not there and can't be installed
 */
export async function otherBrowsers() {
  const packages = missing().map(([, name]) => name);
  if (packages.length === 0) return;
  await installFromDebian('Firefox and WebKit', ...packages);
  const left = missing().map(([program]) => program);
  if (left.length === 0) return;
  process.stderr.write(
    `The tests in other browsers need ${left.join(', ')}. Install them (on Debian: apt-get install ${packages.join(' ')});\n` +
      'FIREFOX_PATH names another Firefox.\n',
  );
  throw new StepFailed('find browsers');
}
