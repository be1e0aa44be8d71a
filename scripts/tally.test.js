import { describe, expect, it } from 'vitest';
import { closingLine, succeeded, tallyOf } from './tally.js';

const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] };

describe('the end of a test run', () => {
  it('counts tests that were left out, whatever they are called', () => {
    expect(tallyOf(report)).toEqual({ passed: 5, failed: 1, skipped: 3 });
  });

  it('counts a file that broke before its first test as a failure', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }];
    expect(tallyOf({ ...report, numFailedTests: 0, testResults }).failed).toBe(1);
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
