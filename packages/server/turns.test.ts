import { describe, expect, it } from 'vitest';
import { Turns } from './turns.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Turns on a clock that only moves when a step takes time, and what was done. */
function bench(): {
  turns: Turns;
  done: string[];
  failed: unknown[];
  work: (name: string, steps: number, ms: number) => void;
} {
  let now = 0;
  const done: string[] = [];
  const failed: unknown[] = [];
  const turns = new Turns(
    (error) => failed.push(error),
    () => now,
  );
  const work = (name: string, steps: number, ms: number): void => {
    turns.run(
      (function* () {
        for (let n = 0; n < steps; n += 1) {
          now += ms;
          done.push(name);
          yield;
        }
      })(),
    );
  };
  return { turns, done, failed, work };
}

describe('work in turns', () => {
  it('is done at once where it is little', () => {
    const { turns, done, work } = bench();
    work('a', 2, 1);
    work('b', 2, 1);
    expect(done).toEqual(['a', 'a', 'b', 'b']);
    expect(turns.waiting).toBe(0);
  });

  it('lets the event loop have its turn after ten milliseconds, and keeps its order', async () => {
    const { turns, done, work } = bench();
    work('a', 5, 4);
    work('b', 1, 4);
    expect(done).toEqual(['a', 'a', 'a']);
    await turn();
    expect(done).toEqual(['a', 'a', 'a', 'a', 'a', 'b']);
    await turn();
    expect(turns.waiting).toBe(0);
  });

  it('gets longer turns the longer it has waited, so that a machine short of time is not ever later', async () => {
    const { turns, done, work } = bench();
    work('a', 400, 10);
    let count = 1;
    for (; turns.waiting > 0; count += 1) await turn();
    expect(done).toHaveLength(400);
    // One step a turn would take four hundred.
    expect(count).toBeLessThan(100);
  });

  it('is settled at once where that is asked', () => {
    const { turns, done, work } = bench();
    work('a', 9, 4);
    turns.settle();
    expect(done).toHaveLength(9);
  });

  it('that fails costs itself alone', async () => {
    const { turns, done, failed, work } = bench();
    const fails = (): void => {
      turns.run(
        (function* () {
          throw new Error('no');
        })(),
      );
    };
    fails();
    work('a', 4, 4);
    fails();
    work('b', 1, 1);
    for (let turns = 0; turns < 3; turns += 1) await turn();
    expect(done).toEqual(['a', 'a', 'a', 'a', 'b']);
    expect(failed).toEqual([new Error('no'), new Error('no')]);
  });
});
