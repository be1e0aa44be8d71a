import { existsSync } from 'node:fs';
import { step } from './step.js';

/**
 * Installs packages of Debian, where this is one and we may.
 * @param {string} name of what is installed, as in "install Chromium"
 * @param {string[]} packages
 * @returns {Promise<boolean>} whether it was tried
 * @throws {import('./step.js').StepFailed} where that failed
 */
export async function installFromDebian(name, ...packages) {
  const may = process.platform === 'linux' && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  if (!may) return false;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await step('update package lists', ['apt-get', 'update', '-q'], { env });
  const install = ['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...packages];
  await step(`install ${name}`, install, { env });
  return true;
}
