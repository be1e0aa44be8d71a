/** `npm run dev`: the server restarts and the dashboard reloads when a source changes. */
import { spawn } from 'node:child_process';
import { mkdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setUp } from './setup/index.js';
import { program } from './setup/programs.js';
import { root } from './setup/root.js';

/** Where Next serves the dashboard that reloads. */
const pagesPort = process.env['HUBSCOPE_DEV_PORT'] ?? '3001';
const apiPort = process.env['HUBSCOPE_API_PORT'] ?? '8081';
const pages = `http://localhost:${pagesPort}`;
/** What the server is made of. */
const built = ['packages/core', 'packages/server', 'packages/cli', 'examples/orchestrator'];
/** The compiler writes one package after the other; the server restarts when it has been quiet so long, ms. */
const quietMs = 700;

await setUp();

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
let ending = false;

/**
 * Starts a program on this terminal.
 * @param {readonly string[]} command and its arguments
 * @param {NodeJS.ProcessEnv} [env] added to this process's
 */
function start([name = '', ...args], env = {}) {
  const child = spawn(name, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/**
 * Ends everything that was started.
 * @param {number} code
 */
function end(code) {
  ending = true;
  process.exitCode = code;
  for (const child of running) child.kill('SIGTERM');
}

/** @param {import('node:child_process').ChildProcess} child that all of this is useless without */
function essential(child) {
  child.once('exit', (code) => {
    if (!ending) end(code ?? 1);
  });
}

function serve() {
  return start([process.execPath, join(root, 'packages/cli/bin/hubscope.js'), 'serve', '--demo'], {
    // Pages of Next's own server may use the API too.
    HUBSCOPE_ORIGINS: [process.env['HUBSCOPE_ORIGINS'], pages].filter(Boolean).join(','),
  });
}

let server = serve();
let restarting = false;
/** Bundles, then starts the server anew once the one that runs has ended: it holds the ports. */
function restart() {
  if (restarting || ending) return;
  restarting = true;
  start([process.execPath, join(root, 'scripts/setup/bundle.js')]).once('exit', replace);
}

function replace() {
  const begin = () => {
    restarting = false;
    if (!ending) server = serve();
  };
  if (running.has(server)) {
    server.once('exit', begin);
    server.kill('SIGTERM');
  } else begin();
}

/** @type {NodeJS.Timeout | undefined} */
let quiet;
const watchers = built.map((folder) => {
  const dist = join(root, folder, 'dist');
  mkdirSync(dist, { recursive: true });
  // The compiler writes this file last in each package, and only when something has changed.
  return watch(dist, (_, name) => {
    if (name !== '.tsbuildinfo') return;
    clearTimeout(quiet);
    quiet = setTimeout(restart, quietMs);
  });
});

essential(start(program('tsc', '-b', '--watch', '--preserveWatchOutput')));
const dashboard = join(root, 'packages', 'dashboard');
essential(
  start(program('next', 'dev', dashboard, '-H', 'localhost', '-p', pagesPort), {
    NEXT_PUBLIC_HUBSCOPE_ORIGIN: `http://localhost:${apiPort}`,
    NEXT_TELEMETRY_DISABLED: '1',
  }),
);
process.stdout.write(`dashboard that reloads: ${pages}/dashboard\n`);

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    for (const watcher of watchers) watcher.close();
    clearTimeout(quiet);
    end(0);
  });
}
