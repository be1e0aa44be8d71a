import { afterEach, expect, it } from 'vitest';
import { Signals } from './signals.js';

let signals: Signals;
afterEach(() => {
  signals.dispose();
});

it('does what was asked for before there was somebody to do it, once', () => {
  signals = new Signals();
  const done: string[] = [];
  process.emit('SIGHUP');
  process.emit('SIGHUP');
  signals.on('stop', () => done.push('stop'));
  expect(done).toEqual([]);
  signals.on('reload', () => done.push('reload'));
  expect(done).toEqual(['reload']);
  process.emit('SIGHUP');
  process.emit('SIGINT');
  process.emit('SIGTERM');
  expect(done).toEqual(['reload', 'reload', 'stop', 'stop']);
});
