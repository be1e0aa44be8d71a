import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { root } from './root.js';
import { lastLines, step, StepFailed } from './step.js';

const name = `test step ${String(process.pid)}`;
const log = join(root, '.cache', 'logs', `test-step-${String(process.pid)}.log`);
/** @type {string[]} */
let writes = [];
let [out, err] = ['', ''];

beforeEach(() => {
  [out, err, writes] = ['', '', []];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    writes.push(String(text));
    out = writes.join('');
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(log, { force: true });
});

/** @param {string} source */
const node = (source) => [process.execPath, '-e', source];

it('says its name and its time, and keeps what the program said in a file', async () => {
  await step(name, node('console.log("hello")'));
  expect(out).toMatch(/^test step \d+ … \d+\.\d s\n$/);
  expect(err).toBe('');
  expect(readFileSync(log, 'utf8')).toBe('hello\n');
});

it('shows the end of what a program said that failed, and where the rest is', async () => {
  const failing = step(
    name,
    node('for (let i = 0; i < 100; i += 1) console.log(`line ${i}`); process.exitCode = 3'),
  );
  await expect(failing).rejects.toThrow(StepFailed);
  expect(out).toMatch(/… failed after \d+\.\d s\n$/);
  expect(err).toContain('line 99');
  expect(err).not.toContain('line 9\n');
  expect(err).toContain(`Could not ${name}: it ended with exit code 3`);
  expect(err).toContain(log);
});

it('fails where there is no such program', async () => {
  await expect(step(name, [join(root, 'no-such-program')])).rejects.toThrow(StepFailed);
  expect(err).toContain('no-such-program');
  expect(existsSync(log)).toBe(true);
});

it('writes its line at once where others run beside it', async () => {
  await step(name, node(''), { beside: true });
  expect(writes).toHaveLength(1);
  expect(out).toMatch(/^test step \d+ … \d+\.\d s\n$/);
});

it('keeps the last lines of a text, and all of a short one', () => {
  expect(lastLines('a\nb\nc\n', 2)).toBe('b\nc');
  expect(lastLines('a\n', 2)).toBe('a');
});
