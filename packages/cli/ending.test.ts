import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Ending } from './ending.js';
import { Signals } from './signals.js';

let signals: Signals;
/** What happened: lines of the log, steps, and the exit. */
let happened: unknown[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  signals = new Signals();
  happened = [];
});
afterEach(() => {
  signals.dispose();
  vi.useRealTimers();
});

function ending(): Ending {
  const line = (message: string, context: object): void => {
    happened.push({ message, ...context });
  };
  return new Ending({
    signals,
    log: { info: () => undefined, warn: line, error: line },
    exit: (code) => happened.push(code),
  });
}

function step(name: string): () => Promise<void> {
  return async () => {
    await Promise.resolve();
    happened.push(name);
  };
}

it('does what was added last first, and exits with 0, whatever signals follow', async () => {
  const end = ending();
  end.first('the server', step('server'));
  end.first('the sample hub', step('sample hub'));
  expect(end.begun).toBe(false);
  process.emit('SIGTERM');
  process.emit('SIGINT');
  expect(end.begun).toBe(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(happened).toEqual(['sample hub', 'server', 0]);
});

it('ends what was asked to end before it was there', async () => {
  process.emit('SIGTERM');
  ending();
  await vi.advanceTimersByTimeAsync(0);
  expect(happened).toEqual([0]);
});

it('exits with 0 within 5 s where a step waits without end, and says which', async () => {
  const end = ending();
  end.first('the server', () => new Promise(() => undefined));
  end.first('the sample hub', step('sample hub'));
  process.emit('SIGINT');
  await vi.advanceTimersByTimeAsync(4900);
  expect(happened).toEqual([
    'sample hub',
    expect.objectContaining({ under_way: 'the server', held: expect.any(Object) as object }),
    0,
  ]);
});

it('ends in order with 70 where something was thrown that nobody caught, also in a part of the stop', async () => {
  const end = ending();
  end.first('the server', step('server'));
  end.first('the sample hub', () => Promise.reject(new Error('gone already')));
  end.broken(new Error('of a library'));
  end.broken(new Error('and another'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(happened).toEqual([
    expect.objectContaining({ code: 'broken', error: new Error('of a library') }),
    expect.objectContaining({ code: 'broken', error: new Error('and another') }),
    expect.objectContaining({ part: 'the sample hub', error: new Error('gone already') }),
    'server',
    70,
  ]);
});
