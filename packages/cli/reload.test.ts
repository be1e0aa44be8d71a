import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { config } from '@hubscope/core/wire';
import { reloadOnChange } from './reload.js';

const folder = mkdtempSync(join(tmpdir(), 'hubscope-reload-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('reads a file that is being written once it is written, not while it is empty', async () => {
  const file = join(folder, 'hubscope.yaml');
  writeFileSync(file, '');
  const found: string[] = [];
  let done: () => void = () => undefined;
  const taken = new Promise<void>((resolve) => {
    done = resolve;
  });
  const end = reloadOnChange({
    config: config.parse({}),
    filesOf: () => [file],
    read: () => {
      found.push(readFileSync(file, 'utf8'));
      return Promise.resolve(config.parse({}));
    },
    take: () => Promise.resolve({ applied: [], atStart: [] }),
    say: () => {
      done();
    },
    complain: (line) => {
      throw new Error(line);
    },
  });
  try {
    process.emit('SIGHUP');
    await setImmediate();
    writeFileSync(file, 'max_viewers: 5\n');
    await taken;
    expect(found).toEqual(['max_viewers: 5\n']);
  } finally {
    end();
  }
});
