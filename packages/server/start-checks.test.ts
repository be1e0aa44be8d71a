import { expect, it } from 'vitest';
import { limitsOfSystem, startWarnings } from './start-checks.js';

const roomy = { files: 65_536, memoryMb: 2000 };

it('says nothing where there is room, nor of what is not known', () => {
  expect(startWarnings({ max_viewers: 10_000 }, roomy)).toEqual([]);
  expect(startWarnings({ max_viewers: 10_000 }, { files: null, memoryMb: null })).toEqual([]);
});

it('says that fewer files may be open than there may be viewers, and what to change', () => {
  const [warning] = startWarnings({ max_viewers: 10_000 }, { ...roomy, files: 1024 });
  expect(warning).toMatch(/^1024 files .* 10500, or lower HUBSCOPE_MAX_VIEWERS/);
});

it('says that a container is smaller than what was measured', () => {
  expect(startWarnings({ max_viewers: 100 }, { ...roomy, memoryMb: 256 })).toEqual([
    expect.stringContaining('256 MB'),
  ]);
});

it.runIf(process.platform === 'linux')('reads how many files may be open', () => {
  expect(limitsOfSystem().files).toBeGreaterThan(0);
});
