import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.js';

const logs = join(root, '.cache', 'logs');
/** How much of a failed step's output is shown, lines. */
const shownLines = 40;

/** A step that failed; it has been said why. */
export class StepFailed extends Error {}

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/**
 * Runs a program as a named step: one line with its time when it is done, the end of its output when it fails.
 * @param {string} name as in "install dependencies"
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [options]
 * @returns {Promise<string>} its output
 * @throws {StepFailed}
 */
export async function step(name, command, args, options = {}) {
  mkdirSync(logs, { recursive: true });
  const log = join(logs, `${name.replace(/\W+/g, '-')}.log`);
  const file = createWriteStream(log);
  const started = performance.now();
  process.stdout.write(`${name} … `);
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm is a .cmd file on Windows, which only a shell can run.
    shell: process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (/** @type {Buffer} */ chunk) => {
      file.write(chunk);
      output += chunk.toString();
    });
  }
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  file.end();
  if (code !== 0) {
    process.stdout.write(`failed after ${seconds(performance.now() - started)}\n`);
    process.stderr.write(`${output.trimEnd().split('\n').slice(-shownLines).join('\n')}\n`);
    process.stderr.write(`\nCould not ${name}. All of its output: ${log}\n`);
    throw new StepFailed(name);
  }
  process.stdout.write(`${seconds(performance.now() - started)}\n`);
  return output;
}
