import { join } from 'node:path';
import { root } from './setup/root.js';
import { step, StepFailed } from './setup/step.js';

/** The folders that have a tsconfig of their own, tests included. */
const projects = [
  'packages/core',
  'packages/server',
  'packages/cli',
  'packages/dashboard',
  'examples/orchestrator',
  'e2e',
  'bench',
];

/**
 * Everything about the sources that can be known without running them.
 * @param {boolean} fix mends what a program can mend
 */
function checks(fix) {
  return [
    { name: 'lint', args: ['eslint', '--max-warnings', '0', ...(fix ? ['--fix'] : []), '.'] },
    { name: 'check formatting', args: ['prettier', fix ? '--write' : '--check', '--log-level', 'warn', '.'] },
    ...projects.map((project) => ({
      name: `check types of ${project}`,
      args: ['tsc', '-p', join(root, project, 'tsconfig.json'), '--noEmit'],
    })),
  ];
}

/**
 * Runs all checks, the later ones too when one fails.
 * @param {boolean} [fix]
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks(fix = false) {
  let [passed, failed] = [0, 0];
  for (const { name, args } of checks(fix)) {
    try {
      await step(name, 'npx', args);
      passed += 1;
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      failed += 1;
    }
  }
  return { passed, failed };
}
