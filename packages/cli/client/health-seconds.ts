import { blocksOf, stretchWords, sumWords, troubleLines } from '@hubscope/core/live';
import { clockMinute } from '@hubscope/core/format';
import type { UptimeAnswer } from '@hubscope/core/wire';
import { Refused } from './server.js';
import { moment } from './values.js';

/** ms */
const minute = 60_000;
const stretch = 10 * minute;
const marks: Readonly<Record<UptimeAnswer['runs'][number]['state'], string>> = {
  up: '·',
  silent: '~',
  down: '×',
  unknown: ' ',
};

/**
 * The ten minutes in which a moment lies, ms since the epoch: `14:20` is the last one here, as this machine's clock shows it; else as
 * {@link moment} has it.
 * @throws Refused where it is no moment
 */
export function tenMinutesAt(text: string, now: number): { readonly from: number; readonly to: number } {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  let at: number;
  if (match === null) at = moment('--at', text, now);
  else {
    const [hours, minutes] = [Number(match[1]), Number(match[2])];
    if (hours > 23 || minutes > 59) throw new Refused(`--at ${text} is no moment of a day`);
    const date = new Date(now);
    date.setHours(hours, minutes, 0, 0);
    if (date.getTime() > now) date.setDate(date.getDate() - 1);
    at = date.getTime();
  }
  const from = Math.floor(at / stretch) * stretch;
  return { from, to: from + stretch };
}

/** Ten minutes second by second, a line a minute, for a terminal. */
export function secondsInWords(answer: UptimeAnswer): string {
  const lines: string[] = [];
  for (const { row, length, state } of blocksOf(answer))
    lines[row] = (lines[row] ?? '') + marks[state].repeat(length);
  const sum = sumWords(answer.runs);
  return [
    `${answer.hub}, ${stretchWords(answer)}: ${sum === '' ? 'nothing yet' : sum}`,
    ...lines.map((line, row) => `  ${clockMinute(answer.from + row * minute)} [${line.padEnd(60)}]`),
    '  · up  ~ silent  × down',
    ...troubleLines(answer.runs),
  ].join('\n');
}
