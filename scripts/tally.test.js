import { describe, expect, it } from 'vitest';
import { closingLine, succeeded, tallyOf } from './tally.js';

const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] };

describe('the end of a test run', () => {
  it('counts tests that were left out, whatever they are called', () => {
    expect(tallyOf(report)).toEqual({ passed: 5, failed: 1, skipped: 3 });
  });

  it.each([
    ['before its first test', [], 0, 1],
    ['in what comes before its tests', [{ status: 'skipped' }], 0, 1],
    ['in a test, once', [{ status: 'passed' }, { status: 'failed' }], 1, 1],
  ])('counts a file that broke %s', (_, assertionResults, numFailedTests, failed) => {
    const testResults = [{ status: 'failed', assertionResults }];
    expect(tallyOf({ ...report, numFailedTests, testResults }).failed).toBe(failed);
  });

  it('is one line that CI can read', () => {
    expect(closingLine({ passed: 12, failed: 0, skipped: 3 })).toBe('12 passed, 0 failed, 3 skipped');
  });

  it.each([
    [{ passed: 1, failed: 0, skipped: 0 }, true],
    [{ passed: 0, failed: 0, skipped: 0 }, false],
    [{ passed: 9, failed: 1, skipped: 0 }, false],
    [{ passed: 9, failed: 0, skipped: 1 }, false],
  ])('%j succeeds: %s', (tally, expected) => {
    expect(succeeded(tally)).toBe(expected);
  });
});
