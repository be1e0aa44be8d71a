import { spawn } from 'node:child_process';
import { root } from './setup/root.js';

/**
 * Runs a program on this terminal until it ends; what tells this process to end tells the program, which ends in its
 * own way.
 * @param {readonly string[]} command and its arguments
 * @param {NodeJS.ProcessEnv} [env] added to this process's
 * @returns {Promise<number>} its exit code; 1 where it has none
 */
export async function foreground([program = '', ...args], env = {}) {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => child.kill(signal);
  process.on('SIGTERM', pass);
  process.on('SIGINT', pass);
  /** @type {number | null} */
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  process.off('SIGTERM', pass);
  process.off('SIGINT', pass);
  return code ?? 1;
}
