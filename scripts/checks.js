import { join } from 'node:path';
import { program } from './setup/programs.js';
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
  'scripts',
];
const atOnce = 2;

/** What is linted by itself, beside all the rest: about half of it. */
const firstHalf = ['packages/core', 'packages/server'];

/**
 * Everything about the sources that can be known without running them, the longest first.
 * @param {boolean} fix mends what a program can mend
 */
function checks(fix) {
  const lint = ['--max-warnings', '0', ...(fix ? ['--fix'] : [])];
  const theOther = firstHalf.flatMap((folder) => ['--ignore-pattern', folder]);
  return [
    { name: `lint ${firstHalf.join(', ')}`, command: program('eslint', ...lint, ...firstHalf) },
    { name: 'lint all else', command: program('eslint', ...lint, ...theOther, '.') },
    {
      name: 'check formatting',
      command: program('prettier', fix ? '--write' : '--check', '--log-level', 'warn', '.'),
    },
    ...projects.map((project) => ({
      name: `check types of ${project}`,
      command: program('tsc', '-p', join(root, project), '--noEmit'),
    })),
  ];
}

/**
 * Runs all checks, the later ones too when one fails.
 * @param {boolean} [fix]
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks(fix = false) {
  const waiting = checks(fix);
  let [passed, failed] = [0, 0];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        await step(next.name, next.command, { beside: true });
        passed += 1;
      } catch (error) {
        if (!(error instanceof StepFailed)) throw error;
        failed += 1;
      }
    }
  };
  // Two programs that mend the same file would spoil each other's work.
  await Promise.all(Array.from({ length: fix ? 1 : atOnce }, work));
  return { passed, failed };
}
