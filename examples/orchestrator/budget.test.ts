import { describe, expect, it } from 'vitest';
import { CpuBudget } from './budget.js';

/** A program that does one piece of work of so many CPU-ms whenever it is let, looked at every 10 ms of simulated time. */
function run(budget: CpuBudget, cores: number, workMs: number, seconds: number): number {
  let used = 0;
  let owed = 0;
  for (let now = 0; now < seconds * 1000; now += 10) {
    // What was begun runs on as fast as the machine's cores allow.
    const done = Math.min(owed, 10 * cores);
    used += done;
    owed -= done;
    while (owed < workMs && budget.admits(now, used)) owed += workMs;
  }
  return used / (seconds * 1000);
}

describe('the CPU budget', () => {
  it.each([
    [0.4, 2, 10],
    [0.4, 2, 200],
    [0.1, 4, 37],
    [1.5, 4, 60],
  ])('of %d cores is kept on %d cores by work of %d ms', (limit, machine, workMs) => {
    const share = run(new CpuBudget(limit, 40, 0, 0), machine, workMs, 120);
    expect(share).toBeGreaterThan(limit * 0.98);
    expect(share).toBeLessThan(limit * 1.02);
  });

  it('lets nothing be saved up past its bound', () => {
    const budget = new CpuBudget(0.4, 40, 0, 0);
    expect(budget.admits(3_600_000, 0)).toBe(true);
    expect(budget.admits(3_600_001, 39)).toBe(true);
    expect(budget.admits(3_600_002, 41.5)).toBe(false);
  });

  it('has what was used too much paid back first', () => {
    const budget = new CpuBudget(0.5, 40, 0, 0);
    expect(budget.admits(100, 150)).toBe(false);
    expect(budget.admits(299, 150)).toBe(false);
    expect(budget.admits(302, 150)).toBe(true);
  });
});
