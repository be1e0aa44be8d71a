import { join } from 'node:path';
import { root } from './root.js';
import { stamp } from './stamp.js';
import { step } from './step.js';

/** @param {readonly string[]} names */
const paths = (...names) => names.map((name) => join(root, ...name.split('/')));

const shared = ['package-lock.json', 'tsconfig.base.json', 'tsconfig.json'];

const parts = [
  {
    name: 'build server and sample hub',
    inputs: paths('packages/core', 'packages/server', 'packages/cli', 'examples/orchestrator', ...shared),
    outputs: paths(
      'packages/core/dist',
      'packages/server/dist',
      'packages/cli/dist/main.js',
      'examples/orchestrator/dist/main.js',
    ),
    command: /** @type {const} */ (['npx', ['tsc', '-b']]),
  },
  {
    name: 'build dashboard',
    inputs: paths('packages/core', 'packages/dashboard', ...shared),
    outputs: paths('packages/dashboard/out/index.html'),
    command: /** @type {const} */ (['npm', ['run', 'build', '--workspace', '@hubscope/dashboard']]),
  },
];

/** Builds what its sources have changed since. */
export async function build() {
  for (const { name, inputs, outputs, command } of parts) {
    const made = stamp(name.replaceAll(' ', '-'), inputs, outputs);
    if (made.fresh) continue;
    await step(name, command[0], command[1], { env: { NEXT_TELEMETRY_DISABLED: '1' } });
    made.done();
  }
}
