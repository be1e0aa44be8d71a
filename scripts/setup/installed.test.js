import { expect, it } from 'vitest';
import { isInstalled } from './installed.js';

const named = {
  '': {},
  'node_modules/ws': { version: '8.0.0', integrity: 'sha512-a' },
  'node_modules/@hubscope/core': { link: true },
  'node_modules/other-system': { version: '1.0.0', integrity: 'sha512-b', optional: true },
};
const present = {
  'node_modules/ws': { version: '8.0.0', integrity: 'sha512-a' },
  'node_modules/@hubscope/core': { link: true },
};

it('is installed without the packages of other systems', () => {
  expect(isInstalled(named, present)).toBe(true);
});

it.each([
  ['nothing', {}],
  ['another version', { ...present, 'node_modules/ws': { version: '8.0.1', integrity: 'sha512-a' } }],
  ['other contents', { ...present, 'node_modules/ws': { version: '8.0.0', integrity: 'sha512-c' } }],
  ['a package that is named no more', { ...present, 'node_modules/left-over': { version: '1.0.0' } }],
])('is not installed where there is %s', (_, there) => {
  expect(isInstalled(named, there)).toBe(false);
});
