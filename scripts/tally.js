/**
 * What is read of Vitest's JSON report.
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: readonly { status: string, assertionResults: readonly { status: string }[] }[] }} Report
 */

/**
 * What a run of Vitest came to.
 * @param {Report} report
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function tallyOf(report) {
  // A file that fails outside of its tests, before the first of them, has no failed test to count.
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * The line that closes a test run.
 * @param {{ passed: number, failed: number, skipped: number }} tally
 */
export function closingLine({ passed, failed, skipped }) {
  return `${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`;
}

/**
 * No test may fail, none may be skipped, and one at least must have run.
 * @param {{ passed: number, failed: number, skipped: number }} tally
 */
export function succeeded({ passed, failed, skipped }) {
  return failed === 0 && skipped === 0 && passed > 0;
}
