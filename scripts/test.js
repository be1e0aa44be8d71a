/** `npm test`: everything; `npm test -- FILTER …` runs the tests whose path holds a filter, without the checks. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runChecks } from './checks.js';
import { foreground } from './foreground.js';
import { setUp } from './setup/index.js';
import { readJson } from './setup/json.js';
import { program } from './setup/programs.js';
import { root } from './setup/root.js';
import { closingLine, succeeded, tallyOf } from './tally.js';

const filters = process.argv.slice(2);
const report = join(root, '.cache', 'test-report.json');

/** Runs Vitest with its own reporter on the screen and its report in a file. */
async function vitest() {
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await foreground(program('vitest', 'run', ...filters, ...reporters), { NODE_ENV: 'test' });
  const written = /** @type {import('./tally.js').Report | undefined} */ (readJson(report));
  if (written === undefined) return { passed: 0, failed: 1, skipped: 0 }; // it ended before it could report
  const tally = tallyOf(written);
  // An error outside of any test fails the run, and no count shows it.
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

await setUp({ browser: true });
const checks = filters.length === 0 ? await runChecks() : { passed: 0, failed: 0 };
const tests = await vitest();
const all = { ...tests, passed: tests.passed + checks.passed, failed: tests.failed + checks.failed };
process.stdout.write(`\n${closingLine(all)}\n`);
process.exitCode = succeeded(all) ? 0 : 1;
