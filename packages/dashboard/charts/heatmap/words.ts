import { bandsOf, totalOf, type Heatmap } from './heatmap.js';
import { showAxis, showCount, showRound, thinSpace } from '../../words/format.js';
import { heatmapWords } from '../../words/heatmap.js';

/** Bands that a sentence names. */
const mostBands = 3;

/** A count of operations; one of sampled or split ones may have a fraction, which is not told. */
export function operations(count: number): string {
  const whole = count > 0 && count < 1 ? 1 : Math.round(count);
  return heatmapWords.operations(whole, showCount(whole));
}

/** `80–100 ms` */
export function betweenWords(low: number, high: number, unit: string): string {
  return `${showRound(low)}–${showRound(high)}${thinSpace}${unit}`;
}

/** Leading digits whose bounds are labelled, the most first. */
const labelled = ['125', '15', '1'] as const;

/** Labels of bounds by their row, no more than there is room for: those at 1, 2 and 5 where that fits. */
export function boundLabels(
  bounds: readonly number[],
  unit: string,
  most: number,
): { readonly row: number; readonly words: string }[] {
  const all = bounds.map((bound, row) => ({ bound, row }));
  const round = (digits: string) =>
    all.filter(
      ({ bound }) =>
        bound === 0 ||
        (/^[1-9]e/.test(bound.toExponential()) && digits.includes(bound.toExponential().charAt(0))),
    );
  const each = Math.ceil(all.length / Math.max(1, most));
  const chosen =
    labelled.map(round).find(({ length }) => length >= 2 && length <= most) ??
    all.filter(({ row }) => row % each === 0);
  const mixed = showAxis(bounds, unit, bounds.at(-1) ?? 0).some((words) => words.includes(thinSpace));
  return chosen.map(({ bound, row }) => {
    const [own = ''] = showAxis([bound], unit, 2 * bound);
    const bare = mixed && bound > 0 && !own.includes(thinSpace);
    return { row, words: bare ? own + thinSpace + unit : own };
  });
}

/** What is under the cursor: `14:02:11, 80–100 ms: 12 operations`; of the whole column where no row is. */
export function cellWords(
  { bounds, counts, unit }: Pick<Heatmap, 'bounds' | 'counts' | 'unit'>,
  column: number,
  row: number | null,
  time: string,
): string {
  const cells = counts[column] ?? null;
  if (cells === null) return heatmapWords.unknownAt(time);
  const [low, high] = row === null ? [] : [bounds[row], bounds[row + 1]];
  if (row === null || low === undefined || high === undefined)
    return `${time}: ${operations(totalOf(cells))}`;
  return `${time}, ${betweenWords(low, high, unit)}: ${operations(cells[row] ?? 0)}`;
}

/** The picture in a sentence, for who does not see it. */
export function heatmapSummary(
  title: string,
  heatmap: Pick<Heatmap, 'bounds' | 'counts' | 'unit'>,
  stretch: string,
): string {
  const all = heatmap.counts.reduce((sum, column) => sum + totalOf(column ?? []), 0);
  const bands = bandsOf(heatmap)
    .slice(0, mostBands)
    .map(({ low, high, count }) => `${betweenWords(low, high, heatmap.unit)} (${operations(count)})`);
  return heatmapWords.summary(title, stretch, operations(all), bands);
}
