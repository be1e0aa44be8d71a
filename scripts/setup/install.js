import { join } from 'node:path';
import { root } from './root.js';
import { stamp } from './stamp.js';
import { step } from './step.js';

const oldest = [20, 19];

/** @param {string} version as in `20.19.1` */
export function nodeIsTooOld(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < (oldest[0] ?? 0) || (major === oldest[0] && minor < (oldest[1] ?? 0));
}

/** Installs the dependencies that the lock file names, where they are missing or others. */
export async function install() {
  const lock = stamp('install', [join(root, 'package-lock.json')], [join(root, 'node_modules')]);
  if (lock.fresh) return;
  await step('install dependencies', 'npm', ['ci', '--no-audit', '--no-fund']);
  lock.done();
}
