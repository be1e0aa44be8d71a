import { describe, expect, it } from 'vitest';
import { show, showAxis, showChange, showCount, showLine, showRound } from './number.js';

const thin = '\u2009';

describe('a shown value', () => {
  it.each([
    [877.46, 'ops/s', 1, '877.5', 'ops/s'],
    [0, 'ops/s', 1, '0.0', 'ops/s'],
    [999.94, 'ops/s', 1, '999.9', 'ops/s'],
    [999.96, 'ops/s', 1, `1.00${thin}k`, 'ops/s'],
    [1240, 'ops/s', 1, `1.24${thin}k`, 'ops/s'],
    [18_300_000, 'ops/s', 1, `18.3${thin}M`, 'ops/s'],
    [84.2, 'ms', 1, '84.2', 'ms'],
    [1200, 'ms', 1, '1.20', 's'],
    [182_340, 'ms', 1, '182.3', 's'],
    [48.1, 'MB', 1, '48.1', 'MB'],
    [1240, 'MB', 1, '1.24', 'GB'],
    [2_500_000, 'MB', 1, '2.50', 'TB'],
    [1e15, 'MB', 1, '1.00', 'ZB'],
    [1e21, 'MB', 1, `1.00${thin}M`, 'ZB'],
    [1e15, 'ms', 1, `1.00${thin}T`, 's'],
    [1e15, 'ops/s', 1, `1.00${thin}P`, 'ops/s'],
    [12_345, '%', 1, '12345.0', '%'],
    [1e15, '%', 1, `1.00${thin}P`, '%'],
    [1e-9, 'MB', 1, '<0.1', 'MB'],
    [65.3, '%', 1, '65.3', '%'],
    [52, '', 0, '52', ''],
    [0.04, 'ms', 1, '<0.1', 'ms'],
    [-3.2, 'MB', 1, '\u22123.2', 'MB'],
    [null, 'ms', 1, '—', 'ms'],
  ])('%s %s reads as it should', (value, unit, decimals, text, shownUnit) => {
    expect(show(value, unit, decimals)).toEqual({ text, unit: shownUnit });
  });

  it('puts a thin space before the unit and none where the value is unknown', () => {
    expect(showLine(163, 'ms', 0)).toBe(`163${thin}ms`);
    expect(showLine(null, 'ms')).toBe('—');
    expect(showLine(52, '', 0)).toBe('52');
  });
});

describe('a count', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1_234_567, '1,234,567'],
  ])('of %s', (count, text) => {
    expect(showCount(count)).toBe(text);
  });
});

describe('a change', () => {
  it.each([
    [84.2, `+84.2${thin}%`],
    [-12.34, `\u221212.3${thin}%`],
    [0.01, `0.0${thin}%`],
    [-0.01, `0.0${thin}%`],
    [1234.5, `+1235${thin}%`],
    [null, '—'],
  ])('%s', (percent, text) => {
    expect(showChange(percent)).toBe(text);
  });
});

describe('the labels of an axis', () => {
  it('are all in one step of the unit', () => {
    expect(showAxis([0, 500, 1000, 1500], 'ms', 1500)).toEqual(['0', '500', '1000', '1500']);
    expect(showAxis([0, 10_000, 20_000], 'ms', 20_000)).toEqual(['0', `10${thin}s`, `20${thin}s`]);
    expect(showAxis([1000, 1500, 2000], 'MB', 2000)).toEqual([`1${thin}GB`, `1.5${thin}GB`, `2${thin}GB`]);
    expect(showAxis([0, 5_000_000], 'ops/s', 5_000_000)).toEqual(['0', `5${thin}M`]);
    expect(showAxis([0.98e6, 1.02e6], 'MB', 1.02e6)).toEqual([`0.98${thin}TB`, `1.02${thin}TB`]);
  });
});

describe('an axis label', () => {
  it.each([
    [0, '0'],
    [0.5, '0.5'],
    [0.0025, '0.0025'],
    [1000, '1000'],
    [2500, '2500'],
    [15_000, `15${thin}k`],
    [1_500_000, `1.5${thin}M`],
    [-20, '\u221220'],
  ])('%s', (value, text) => {
    expect(showRound(value)).toBe(text);
  });
});
