import { expect, it } from 'vitest';
import { isOutdated, renewedOf, textOfRenewed } from './newer-server.js';

it.each([
  ['before the server has told its version', '1.0.0', null, null, false],
  ['of the version that it came from', '1.0.0', '1.0.0', null, false],
  ['of another version', '1.0.0', '1.1.0', null, true],
  ['of an older version, put back', '1.1.0', '1.0.0', null, true],
  ['that was loaded anew for this very version', '1.0.0', '1.1.0', '0 1.1.0', false],
  ['that was loaded anew for both of two versions', '1.0.0', '1.1.0', '0 1.1.0\n1.0.0', false],
  ['that was loaded anew for the version before', '1.1.0', '1.2.0', '40 1.1.0', true],
])('a page %s', (_, own, server, kept, outdated) => {
  expect(isOutdated(own, server, renewedOf(kept))).toBe(outdated);
});

it('what a tab keeps is read back, and nothing else', () => {
  expect(renewedOf('812 1.2.0-beta 3')).toEqual({ top: 812, versions: ['1.2.0-beta 3'] });
  const many = Array.from({ length: 12 }, (_, each) => `1.${String(each)}.0`);
  expect(renewedOf(textOfRenewed({ versions: many, top: 81.6 }))).toEqual({
    top: 82,
    versions: many.slice(2),
  });
  for (const text of [null, '', 'x', '1.2.0', '-4 1.0']) expect(renewedOf(text)).toBeNull();
});
