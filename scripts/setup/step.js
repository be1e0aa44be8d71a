import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { root } from './root.js';

const logs = join(root, '.cache', 'logs');
/** How much of a failed step's output is shown, lines. */
const shownLines = 40;
/** A program that has been told to end and goes on for so long is ended by force, ms. */
const endWithinMs = 2000;
/** Signals that end a command; its step is ended with it. */
const endings = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** A step that failed; it has been said why. */
export class StepFailed extends Error {}

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/**
 * The last lines of a text.
 * @param {string} text
 * @param {number} count
 */
export function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

/**
 * Runs a program to its end with all that it starts, or ends it when this process is told to end.
 * @param {readonly string[]} command and its arguments
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<string | null>} null where all went well, else what went wrong
 */
async function run([program = '', ...args], options) {
  // A group of its own, so that what the program starts is ended too.
  const grouped = process.platform !== 'win32';
  const child = spawn(program, args, { ...options, detached: grouped });
  /** @param {NodeJS.Signals} signal */
  const kill = (signal) => {
    if (grouped && child.pid !== undefined) process.kill(-child.pid, signal);
    else child.kill(signal);
  };
  /** @type {NodeJS.Timeout | undefined} */
  let force;
  /** @type {NodeJS.Signals[]} */
  const told = [];
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    told.push(signal);
    kill(signal);
    force ??= setTimeout(kill, endWithinMs, 'SIGKILL');
  };
  for (const signal of endings) process.on(signal, end);
  /** @type {string | null} */
  const fault = await new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (code, signal) => {
      resolve(code === 0 ? null : `it ended with ${signal ?? `exit code ${String(code)}`}`);
    });
  });
  clearTimeout(force);
  for (const signal of endings) process.off(signal, end);
  if (told[0] !== undefined) process.exit(128 + constants.signals[told[0]]);
  return fault;
}

/**
 * Runs a program as a named step: one line with its time when it is done, the end of its output when it fails.
 * @param {string} name as in "install dependencies"
 * @param {readonly string[]} command and its arguments
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, beside?: boolean }} [options] `beside`: other steps run at the
 *   same time, so its line is written when it is done
 * @throws {StepFailed}
 */
export async function step(name, command, { env = {}, cwd = root, beside = false } = {}) {
  mkdirSync(logs, { recursive: true });
  const log = join(logs, `${name.replace(/\W+/g, '-')}.log`);
  const file = openSync(log, 'w');
  const started = performance.now();
  const opening = `${name} … `;
  if (!beside) process.stdout.write(opening);
  const fault = await run(command, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', file, file],
  });
  closeSync(file);
  const took = seconds(performance.now() - started);
  const closing = fault === null ? took : `failed after ${took}`;
  process.stdout.write(`${beside ? opening : ''}${closing}\n`);
  if (fault === null) return;
  const said = lastLines(readFileSync(log, 'utf8'), shownLines);
  process.stderr.write(
    `${said === '' ? '' : `${said}\n\n`}Could not ${name}: ${fault}. Its whole output: ${log}\n`,
  );
  throw new StepFailed(name);
}
