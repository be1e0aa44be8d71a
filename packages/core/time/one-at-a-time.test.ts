import { expect, it } from 'vitest';
import { OneAtATime } from './one-at-a-time.js';

it('what comes later begins once what came before has ended, also where that failed', async () => {
  const steps: string[] = [];
  const line = new OneAtATime();
  const work = (name: string, end: () => Promise<string>) => () => {
    steps.push(`${name} begins`);
    return end().finally(() => steps.push(`${name} ends`));
  };
  const all = await Promise.allSettled([
    line.run(work('one', () => Promise.reject(new Error('failed')))),
    line.run(work('two', () => Promise.resolve('done'))),
  ]);
  expect(all).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: 'done' }]);
  expect(steps).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
});
