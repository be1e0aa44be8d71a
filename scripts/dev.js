/** `npm run dev`: the server restarts and the dashboard reloads when a source changes. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setUp } from './setup/index.js';
import { root } from './setup/root.js';

/** Where Next serves the dashboard that reloads. */
const pagesPort = process.env['HUBSCOPE_DEV_PORT'] ?? '3001';
const apiPort = process.env['HUBSCOPE_API_PORT'] ?? '8081';
const pages = `http://localhost:${pagesPort}`;

await setUp();

/** @type {import('node:child_process').ChildProcess[]} */
const running = [];

/**
 * @param {readonly string[]} args of Node
 * @param {NodeJS.ProcessEnv} [env]
 */
function run(args, env = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  running.push(child);
}

const modules = join(root, 'node_modules');
run([join(modules, 'typescript', 'bin', 'tsc'), '-b', '--watch', '--preserveWatchOutput']);
const dist = ['core', 'server', 'cli'].map((name) => `--watch-path=${join(root, 'packages', name, 'dist')}`);
run(['--watch', '--watch-preserve-output', ...dist, 'packages/cli/bin/hubscope.js', 'serve', '--demo'], {
  // Pages of Next's own server may use the API too.
  HUBSCOPE_ORIGINS: [process.env['HUBSCOPE_ORIGINS'], pages].filter(Boolean).join(','),
});
run([join(modules, 'next', 'dist', 'bin', 'next'), 'dev', 'packages/dashboard', '--port', pagesPort], {
  NEXT_PUBLIC_HUBSCOPE_ORIGIN: `http://localhost:${apiPort}`,
  NEXT_TELEMETRY_DISABLED: '1',
});
process.stdout.write(`dashboard that reloads: ${pages}/dashboard\n`);

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal);
    process.exit(0);
  });
}
