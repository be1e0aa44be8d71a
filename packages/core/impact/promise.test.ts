import { describe, expect, it } from 'vitest';
import { Cells, judge, type Judged } from './index.js';
import { normal, randomFrom, type Random } from './testing/random.js';

/*
 * The promises of the interval at a small size; `npm run bench -- impact` makes them in full. Each answers the seeds that failed.
 */
const runs = 60;
const batchSeconds = 10;
const hour = 3600;

/** AR(1) about 1 with a coefficient of variation of 0.2. */
function noise(random: Random, memory: number, variation = 0.2): () => number {
  let state = normal(random);
  return () => {
    state = memory * state + Math.sqrt(1 - memory ** 2) * normal(random);
    return Math.max(0.01, 1 + variation * state);
  };
}

function meanOf(source: () => number): number {
  let sum = 0;
  for (let second = 0; second < batchSeconds; second += 1) sum += source();
  return sum / batchSeconds;
}

/** Looks after each batch until `stop` says so, or the time is over. */
function watch(
  source: () => number,
  factor: number,
  seconds: { before: number; after: number },
  stop: (judged: Judged) => boolean,
): number | null {
  const [before, after] = [new Cells(), new Cells()];
  const batch = (value: number) => ({ value, load: NaN, recent: NaN });
  for (let number = 0; number < seconds.before / batchSeconds; number += 1) {
    before.set(number, batch(meanOf(source)));
  }
  for (let number = 0; number < seconds.after / batchSeconds; number += 1) {
    after.set(number, batch(factor * meanOf(source)));
    const judged = judge(before, after, {
      better: 'higher',
      tolerance: 0.01,
      alpha: 0.05,
      batchSeconds,
      likeForLike: false,
    });
    if (stop(judged)) return (number + 1) * batchSeconds;
  }
  return null;
}

const seeds = Array.from({ length: runs }, (_, index) => index + 1);

describe('the interval', () => {
  it.each([0, 0.5, 0.9])(
    'holds the truth at every look of an hour in which nothing changed, memory %f',
    (memory) => {
      const left = seeds.filter((seed) => {
        const outside = ({ low, high }: Judged): boolean =>
          low !== null && high !== null && (low > 0 || high < 0);
        return watch(noise(randomFrom(seed), memory), 1, { before: 600, after: hour }, outside) !== null;
      });
      expect(left.length, `seeds ${left.join(', ')}`).toBeLessThanOrEqual(0.05 * runs);
    },
  );

  it('proves a fifth within three minutes', () => {
    const late = seeds.filter((seed) => {
      const proven = ({ verdict }: Judged): boolean => verdict === 'improved';
      return watch(noise(randomFrom(seed), 0.5), 1.2, { before: 1800, after: 180 }, proven) === null;
    });
    expect(late.length, `seeds ${late.join(', ')}`).toBeLessThanOrEqual(0.05 * runs);
  });
});

describe('like for like', () => {
  it.each([1.15, 2])(
    'gives no verdict when the load was multiplied by %f and latency rose as in a queue',
    (factor) => {
      const wrong = seeds.slice(0, 20).filter((seed) => {
        const random = randomFrom(seed);
        const [demand, own] = [noise(random, 0.98, 0.1), noise(random, 0.5)];
        const [before, after] = [new Cells(), new Cells()];
        const batches = (cells: Cells, count: number, times: number, seen: () => boolean): boolean => {
          const minute: number[] = [];
          for (let number = 0; number < count; number += 1) {
            let [operations, sum] = [0, 0];
            for (let second = 0; second < batchSeconds; second += 1) {
              const load = 100 * times * demand();
              operations += load;
              sum += (load * own() * 20) / (1 - Math.min(0.97, load / 200));
            }
            minute.push(operations / batchSeconds);
            if (minute.length > 6) minute.shift();
            const recent = minute.reduce((total, each) => total + each, 0) / minute.length;
            cells.set(number, { value: sum / operations, load: operations / batchSeconds, recent });
            if (seen()) return true;
          }
          return false;
        };
        batches(before, 180, 1, () => false);
        return batches(after, 180, factor, () => {
          const { verdict } = judge(before, after, {
            better: 'lower',
            tolerance: 0.01,
            alpha: 0.05,
            batchSeconds,
            likeForLike: true,
          });
          return verdict === 'improved' || verdict === 'regressed';
        });
      });
      expect(wrong, `seeds ${wrong.join(', ')}`).toEqual([]);
    },
  );
});
