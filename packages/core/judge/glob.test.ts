import { expect, it } from 'vitest';
import { fitsGlob } from './glob.js';

it.each([
  ['*', '', true],
  ['shop-*', 'shop-1', true],
  ['shop-?', 'shop-10', false],
  ['*a*b', 'aab', true],
  ['a.b', 'aXb', false],
  ['[ab]', 'a', false],
  ['', 'a', false],
])('%j fits %j: %s', (glob, name, fits) => {
  expect(fitsGlob(glob, name)).toBe(fits);
});

// One that backtracked without end would not be done in hours.
it('no glob and no name of the greatest length hold anybody up', { timeout: 5000 }, () => {
  expect(fitsGlob('*a'.repeat(100), `${'a'.repeat(10_000)}b`)).toBe(false);
  expect(fitsGlob('*'.repeat(200), 'a'.repeat(10_000))).toBe(true);
});
