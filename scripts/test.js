/** `npm test`: everything; `npm test -- FILTER …` runs the tests whose path holds a filter, without the checks. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runChecks } from './checks.js';
import { setUp } from './setup/index.js';
import { root } from './setup/root.js';
import { closingLine, succeeded, tallyOf } from './tally.js';

const filters = process.argv.slice(2);
const report = join(root, '.cache', 'test-report.json');

/** Runs Vitest with its own reporter on the screen and its report in a file. */
async function vitest() {
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(report, { force: true });
  const program = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [
    program,
    'run',
    ...filters,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((resolve) => child.once('close', resolve));
  try {
    const tally = tallyOf(JSON.parse(readFileSync(report, 'utf8')));
    // An error outside of any test fails the run, and no count shows it.
    return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }; // it ended before it could report
  }
}

await setUp({ browser: true });
const checks = filters.length === 0 ? await runChecks() : { passed: 0, failed: 0 };
const tests = await vitest();
const all = { ...tests, passed: tests.passed + checks.passed, failed: tests.failed + checks.failed };
process.stdout.write(`\n${closingLine(all)}\n`);
process.exitCode = succeeded(all) ? 0 : 1;
