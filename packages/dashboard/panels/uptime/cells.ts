import type { UptimeAnswer } from '@hubscope/core/wire';
import { clockMinute, clockTime, duration } from '@hubscope/core/format';

export const cellCount = 144;
/** ms */
export const cellMs = 600_000;
const rowSeconds = 60;

export type SecondState = UptimeAnswer['runs'][number]['state'];

/** What a second can be, in words. `next`: it has not come yet. */
export const stateWords: Readonly<Record<SecondState, string>> = {
  up: 'up',
  silent: 'silent',
  down: 'down',
  unknown: 'unknown',
};

/** The stretch of a cell of the strip, ms since the epoch; the last of them is the one that `now` lies in. */
export function stretchOf(cell: number, now: number): { readonly from: number; readonly to: number } {
  const to = (Math.floor(now / cellMs) + 1 - (cellCount - 1 - cell)) * cellMs;
  return { from: to - cellMs, to };
}

/** The cell that is opened first: the last in which something was wrong, else the newest. */
export function firstCell(cells: readonly string[]): number {
  const offset = cellCount - cells.length;
  const trouble = cells.findLastIndex((cell) => cell === 'down' || cell === 'mixed');
  return trouble < 0 ? cellCount - 1 : offset + trouble;
}

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
export function sumWords(runs: UptimeAnswer['runs']): string {
  const order = ['down', 'silent', 'unknown', 'up'] as const;
  const parts = order.flatMap((state) => {
    const seconds = runs.reduce((sum, run) => sum + (run.state === state ? run.seconds : 0), 0);
    return seconds === 0 ? [] : [`${stateWords[state]} ${duration(seconds * 1000)}`];
  });
  return parts.join(' · ');
}

/** What was not well, a line a run: `14:23:05 down for 42 s`. */
export function troubleLines(runs: UptimeAnswer['runs']): string[] {
  return runs
    .filter(({ state }) => state === 'down' || state === 'silent')
    .map(
      ({ from, seconds, state }) => `${clockTime(from)} ${stateWords[state]} for ${duration(seconds * 1000)}`,
    );
}
