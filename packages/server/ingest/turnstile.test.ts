import { beforeEach, expect, it } from 'vitest';
import { Turnstile } from './turnstile.js';

let now: number;
let turnstile: Turnstile;
beforeEach(() => {
  now = 0;
  turnstile = new Turnstile(() => now);
});

it('does some milliseconds of work in a turn of the event loop, in order', async () => {
  const seen: string[] = [];
  const work = [3, 3, 1, 9, 1].map((ms, at) =>
    turnstile.run(() => {
      now += ms;
      seen.push(String(at));
    }),
  );
  // What else waits for its turn comes between.
  const loop = (): void => {
    seen.push('-');
    if (seen.filter((each) => each === '-').length < 3) setImmediate(loop);
  };
  setImmediate(loop);
  await Promise.all(work);
  expect(seen).toEqual(['0', '1', '-', '2', '3', '-', '4']);
});

it('works for as long as the loop had other things to do, within bounds, while work waits', async () => {
  const seen: string[] = [];
  const work = Array.from({ length: 40 }, () =>
    turnstile.run(() => {
      now += 5;
      seen.push('w');
    }),
  );
  const others = [12, 1000, 0, 0];
  const loop = (): void => {
    const ms = others.shift();
    if (ms === undefined) return;
    now += ms;
    seen.push('-');
    setImmediate(loop);
  };
  setImmediate(loop);
  await Promise.all(work);
  const turns = seen.join('').split('-');
  expect(turns.slice(0, 4).map(({ length }) => length)).toEqual([1, 3, 6, 1]);
});

it('lets work wait for a while as long as connections come in', async () => {
  const seen: number[] = [];
  const work = [1, 2].map(() =>
    turnstile.run(() => {
      now += 5;
      seen.push(now);
    }),
  );
  const loop = (): void => {
    now += 20;
    turnstile.connected();
    if (seen.length < 2) setImmediate(loop);
  };
  loop();
  await Promise.all(work);
  expect(seen).toEqual([105, 110]);
});

it('answers what the work answers, throws what it throws, and goes on', async () => {
  const first = turnstile.run(() => 1);
  const broken = turnstile.run(() => {
    throw new RangeError('of itself');
  });
  const last = turnstile.run(() => turnstile.run(() => 'within'));
  expect(await first).toBe(1);
  await expect(broken).rejects.toThrow(new RangeError('of itself'));
  expect(await last).toBe('within');
  expect(await turnstile.run(() => 'again')).toBe('again');
});

it('knows for how long the oldest waits, where there was work all the time for a second', async () => {
  expect(turnstile.waitedMs).toBe(0);
  const first = turnstile.run((waitedMs) => [waitedMs, turnstile.waitedMs]);
  now = 400;
  const second = turnstile.run((waitedMs) => waitedMs);
  now = 999;
  expect(turnstile.waitedMs).toBe(0);
  now = 1000;
  expect(turnstile.waitedMs).toBe(1000);
  expect([await first, await second]).toEqual([[1000, 1000], 600]);
  expect(turnstile.waitedMs).toBe(0);
  now = 5000;
  const third = turnstile.run((waitedMs) => waitedMs);
  now = 5900;
  expect(await third).toBe(0);
});
