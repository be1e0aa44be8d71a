import { expect, it } from 'vitest';
import { Turnstile } from './turnstile.js';

it('lets one pass a turn of the event loop, in order', async () => {
  const turnstile = new Turnstile();
  const seen: string[] = [];
  const passed = ['one', 'two', 'three'].map(async (name) => {
    await turnstile.pass();
    seen.push(name);
  });
  // What else waits for its turn comes between them.
  const loop = (): void => {
    seen.push('-');
    if (seen.filter((each) => each === '-').length < 3) setImmediate(loop);
  };
  setImmediate(loop);
  await Promise.all(passed);
  expect(seen).toEqual(['one', '-', 'two', '-', 'three']);
  await turnstile.pass();
});
