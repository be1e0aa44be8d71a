import { Random } from './random.js';
import { batchSeconds, type Kind } from './series.js';
import { covers, isWrong, Stretches } from './stretch.js';

/** Shares (0–1) of runs in which nothing changed. */
export interface NothingChanged {
  /** Ended in a verdict that something had. */
  readonly wrong: number;
  /** The interval held the truth at every look. */
  readonly covered: number;
}

/**
 * A/A runs: nothing changes, and the verdict is looked at all the time.
 * @param baseline seconds of the stretch before
 * @param seconds seconds of the stretch after
 */
export function nothingChanged(
  kind: Kind,
  runs: number,
  firstSeed: number,
  baseline: number,
  seconds: number,
): NothingChanged {
  let [wrong, missed] = [0, 0];
  for (let run = 0; run < runs; run += 1) {
    const source = kind.make(new Random(firstSeed + run));
    const stretches = new Stretches(source, baseline);
    let [fell, left] = [false, false];
    for (let look = 0; look < seconds / batchSeconds && !(fell && left); look += 1) {
      const judged = stretches.look(source, 1);
      fell ||= isWrong(judged);
      left ||= !covers(judged, 0);
    }
    if (fell) wrong += 1;
    if (left) missed += 1;
  }
  return { wrong: wrong / runs, covered: 1 - missed / runs };
}
