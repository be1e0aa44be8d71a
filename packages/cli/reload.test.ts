import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { config } from '@hubscope/core/wire';
import { reloadOnChange, type ReloadOptions } from './reload.js';
import { Signals } from './signals.js';

const folder = mkdtempSync(join(tmpdir(), 'hubscope-reload-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

let signals: Signals;
beforeEach(() => {
  signals = new Signals();
});
afterEach(() => {
  signals.dispose();
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
    signals,
    filesOf: () => [file],
    read: () => {
      found.push(readFileSync(file, 'utf8'));
      return Promise.resolve(config.parse({}));
    },
    take: () => Promise.resolve({ applied: [], atStart: [] }),
    say: () => {
      done();
    },
    wait: () => undefined,
    complain: (error) => {
      throw error;
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

it.each<[what: string, failing: Pick<ReloadOptions, 'read' | 'take'>]>([
  [
    'reading',
    {
      read: () => Promise.reject(new TypeError('nobody expected this')),
      take: () => Promise.resolve({ applied: [], atStart: [] }),
    },
  ],
  [
    'taking it in',
    {
      read: () => Promise.resolve(config.parse({})),
      take: () => Promise.reject(new TypeError('nobody expected this')),
    },
  ],
])('tells what a reload failed by while %s, and does the next', async (_, failing) => {
  const happened: unknown[] = [];
  let fails = true;
  const end = reloadOnChange({
    config: config.parse({}),
    signals,
    filesOf: () => [],
    read: () => (fails ? failing.read() : Promise.resolve(config.parse({}))),
    take: (next) => (fails ? failing.take(next) : Promise.resolve({ applied: ['rules'], atStart: [] })),
    say: (line) => happened.push(line),
    wait: () => undefined,
    complain: (error) => happened.push(error),
  });
  try {
    process.emit('SIGHUP');
    await vi.waitFor(() => {
      expect(happened).toEqual([new TypeError('nobody expected this')]);
    });
    fails = false;
    process.emit('SIGHUP');
    await vi.waitFor(() => {
      expect(happened.slice(1)).toEqual(['configuration read again: rules in force']);
    });
  } finally {
    end();
  }
});

it('says which settings wait for the disk, and which for the next start', async () => {
  const said: string[] = [];
  const waiting: string[] = [];
  const end = reloadOnChange({
    config: config.parse({}),
    signals,
    filesOf: () => [],
    read: () => Promise.resolve(config.parse({})),
    take: () => Promise.resolve({ applied: ['tls'], underWay: ['channels'], atStart: ['max_hubs'] }),
    say: (line) => said.push(line),
    wait: (settings) => waiting.push(...settings),
    complain: (error) => said.push(String(error)),
  });
  try {
    process.emit('SIGHUP');
    await vi.waitFor(() => {
      expect(said).toEqual([
        'configuration read again: tls in force; channels once the disk has taken what waits; max_hubs from the next start on',
      ]);
      expect(waiting).toEqual(['max_hubs']);
    });
  } finally {
    end();
  }
});
