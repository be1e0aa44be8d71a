import { join } from 'node:path';
import { isInstalled } from './installed.js';
import { readJson } from './json.js';
import { npm } from './programs.js';
import { root } from './root.js';
import { step } from './step.js';

const oldest = { major: 20, minor: 19 };

/** @param {string} version as in `20.19.1` */
export function nodeIsTooOld(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < oldest.major || (major === oldest.major && minor < oldest.minor);
}

/**
 * The packages that a lock file names; none where there is no such file, as before the first installation.
 * @param {readonly string[]} path
 */
function packagesOf(...path) {
  const lock = /** @type {{ packages?: Record<string, import('./installed.js').Package> } | undefined} */ (
    readJson(join(root, ...path))
  );
  return lock?.packages ?? {};
}

/** Installs the dependencies that the lock file names, where they are missing or others. */
export async function install() {
  // npm writes this note when it is through, so half an installation has none.
  if (isInstalled(packagesOf('package-lock.json'), packagesOf('node_modules', '.package-lock.json'))) return;
  // The build needs development dependencies, whatever NODE_ENV says.
  await step('install dependencies', npm('ci', '--include=dev', '--no-audit', '--no-fund'));
}
