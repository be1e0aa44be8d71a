import type { UptimeAnswer } from '../wire/index.js';
import { clockMinute, clockTime, duration } from '../format/time.js';
import { englishWords, type LiveWords } from './words.js';

const rowSeconds = 60;

type SecondState = UptimeAnswer['runs'][number]['state'];

/** Seconds in one state, drawn as one: a row is a minute, a column a second. */
export interface Block {
  readonly row: number;
  readonly column: number;
  readonly length: number;
  readonly state: SecondState;
}

/** The runs of a stretch cut at its minutes; what has not come yet is left out. */
export function blocksOf({ from, runs }: Pick<UptimeAnswer, 'from' | 'runs'>): Block[] {
  const blocks: Block[] = [];
  for (const run of runs) {
    let at = Math.round((run.from - from) / 1000);
    for (let left = run.seconds; left > 0;) {
      const column = at % rowSeconds;
      const length = Math.min(left, rowSeconds - column);
      blocks.push({ row: Math.floor(at / rowSeconds), column, length, state: run.state });
      at += length;
      left -= length;
    }
  }
  return blocks;
}

/** `14:20 – 14:30`. */
export function stretchWords({ from, to }: { readonly from: number; readonly to: number }): string {
  return `${clockMinute(from)} – ${clockMinute(to)}`;
}

/** Seconds by state, those that there are, most telling first: `down 42 s · up 9 min`. */
export function sumWords(runs: UptimeAnswer['runs'], { uptime, notation }: LiveWords = englishWords): string {
  const order = ['down', 'silent', 'unknown', 'up'] as const;
  const parts = order.flatMap((state) => {
    const seconds = runs.reduce((sum, run) => sum + (run.state === state ? run.seconds : 0), 0);
    return seconds === 0 ? [] : [`${uptime.states[state]} ${duration(seconds * 1000, notation)}`];
  });
  return parts.join(' · ');
}

/** What was not well, a line a run: `14:23:05 down for 42 s`. */
export function troubleLines(
  runs: UptimeAnswer['runs'],
  { uptime, notation }: LiveWords = englishWords,
): string[] {
  return runs
    .filter(({ state }) => state === 'down' || state === 'silent')
    .map(({ from, seconds, state }) =>
      uptime.trouble(clockTime(from), uptime.states[state], duration(seconds * 1000, notation)),
    );
}
