import { describe, expect, it } from 'vitest';
import { durationMs, fraction, moment, target } from './values.js';

const now = Date.parse('2026-01-31T12:00:00Z');

describe('values of the command line', () => {
  it.each([
    ['90s', 90_000],
    ['10m', 600_000],
    ['1.5h', 5_400_000],
    ['30', 30_000],
    ['250ms', 250],
  ])('reads %s as %i ms', (text, ms) => {
    expect(durationMs('--wait', text)).toBe(ms);
  });

  it.each([
    ['5%', 0.05],
    ['5', 0.05],
    ['0.05', 0.05],
    ['0.5%', 0.005],
    ['+47%', 0.47],
    ['-3 %', -0.03],
    ['0', 0],
  ])('reads %s as the fraction %f', (text, share) => {
    expect(fraction('--max-regression', text)).toBeCloseTo(share, 12);
  });

  it.each([
    ['now', 0],
    ['-10m', -600_000],
    ['2h ago', -7_200_000],
    ['2026-01-31T11:00:00Z', -3_600_000],
    [String(now), 0],
  ])('reads %s as a moment', (text, offset) => {
    expect(moment('--at', text, now) - now).toBe(offset);
  });

  it.each(['throughput +47%', 'throughput=47%', 'throughput:+47'])('reads %s as a target', (text) => {
    expect(target(text)).toEqual({ signal: 'throughput', change: 0.47 });
  });

  it.each([
    () => durationMs('--wait', 'soon'),
    () => fraction('--max-regression', 'five'),
    () => moment('--at', 'yesterday-ish', now),
    () => target('throughput'),
  ])('refuses what is none of these', (read) => {
    expect(read).toThrow(/is no|is none/);
  });
});
