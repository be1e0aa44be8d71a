import { join } from 'node:path';
import { program } from './programs.js';
import { root } from './root.js';
import { stamp } from './stamp.js';
import { step } from './step.js';

/** @param {readonly string[]} names */
const paths = (...names) => names.map((name) => join(root, ...name.split('/')));

const shared = ['package-lock.json', 'tsconfig.base.json', 'tsconfig.json'];
const dashboard = join(root, 'packages', 'dashboard');

const parts = [
  {
    name: 'build server and sample hub',
    inputs: paths('packages/core', 'packages/server', 'packages/cli', 'examples/orchestrator', ...shared),
    outputs: paths(
      'packages/core/dist/.tsbuildinfo',
      'packages/server/dist/hubscope.js',
      'packages/cli/dist/main.js',
      'examples/orchestrator/dist/main.js',
    ),
    command: () => program('tsc', '-b'),
    options: {},
  },
  {
    name: 'bundle server',
    inputs: paths(
      'packages/core',
      'packages/server',
      'packages/cli',
      'scripts/setup/bundle.js',
      'scripts/setup/externals.js',
      ...shared,
    ),
    outputs: paths(
      'packages/cli/out/main.js',
      'packages/cli/out/process.js',
      'packages/cli/out/changes-worker.js',
    ),
    command: () => [process.execPath, join(root, 'scripts', 'setup', 'bundle.js')],
    options: {},
  },
  {
    name: 'build dashboard',
    inputs: paths('packages/core', 'packages/dashboard', ...shared),
    outputs: paths('packages/dashboard/out/index.html'),
    command: () => program('next', 'build'),
    options: {
      cwd: dashboard,
      env: {
        NODE_ENV: /** @type {const} */ ('production'),
        NEXT_TELEMETRY_DISABLED: '1',
        // What is served finds its API where it came from; only `npm run dev` says otherwise.
        NEXT_PUBLIC_HUBSCOPE_ORIGIN: undefined,
      },
    },
  },
  {
    name: 'pack dashboard',
    inputs: paths('packages/dashboard/out/index.html', 'scripts/setup/pack.js'),
    outputs: paths('packages/dashboard/out/index.html.br'),
    command: () => [process.execPath, join(root, 'scripts', 'setup', 'pack.js'), join(dashboard, 'out')],
    options: {},
  },
];

/** Builds what its sources have changed since. */
export async function build() {
  for (const { name, inputs, outputs, command, options } of parts) {
    const made = stamp(name.replaceAll(' ', '-'), inputs, outputs);
    if (made.fresh) continue;
    await step(name, command(), options);
    made.done();
  }
}
