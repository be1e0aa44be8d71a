import { columnIn, type Value, type Values } from '@hubscope/core/live';
import { greatestOf, indexAt, leastOf, type History } from '../time/history.js';
import type { Pinned } from '../time/pinned.js';
import { lineName, sourcesOf, type Source } from './specs.js';

/** What is asked of one source: the columns that charts draw of it. */
export interface Wanted extends Source {
  readonly columns: readonly string[];
}

function same(a: Source, b: Source): boolean {
  return a.component === b.component && a.before === b.before;
}

/** What the charts of a view want, each source once: a request each, however many charts there are. */
export function wantedOf(pinned: readonly Pinned[]): readonly Wanted[] {
  const wanted: { source: Source; columns: Set<string> }[] = [];
  for (const chart of pinned) {
    for (const source of sourcesOf(chart)) {
      const known = wanted.find((each) => same(each.source, source));
      if (known === undefined) wanted.push({ source, columns: new Set([chart.column]) });
      else known.columns.add(chart.column);
    }
  }
  return wanted.map(({ source, columns }) => ({ ...source, columns: [...columns] }));
}

/** What came from one source. */
export interface Came {
  readonly source: Source;
  /** At its own times: those of before stand where they were. */
  readonly history: History;
}

/** A stretch in even steps. Times: s since the epoch, `from` a whole number of steps. */
export interface Grid {
  readonly from: number;
  readonly step: number;
  readonly length: number;
}

/** The values that a source has at the steps of a grid; null where it has none. */
function onGrid({ source, history }: Came, column: string, { from, step, length }: Grid): Values {
  const values = columnIn(history.columns, column) ?? [];
  return Array.from({ length }, (_, index): Value => {
    const at = indexAt(history, from + index * step - source.before);
    return at < 0 ? null : (values[at] ?? null);
  });
}

/** The lines of a chart over one grid, under their names; a line that is alone also with the extremes of its steps, where there are some. */
export function linesOf(chart: Pinned, came: readonly Came[], grid: Grid): History {
  const { column } = chart;
  const sources = sourcesOf(chart);
  const columns = sources.flatMap((source): (readonly [string, Values])[] => {
    const found = came.find((each) => same(each.source, source));
    const name = lineName(column, source);
    if (found === undefined) return [[name, []]];
    const withExtremes = sources.length === 1 && columnIn(found.history.columns, leastOf(column)) !== null;
    const extremes = withExtremes ? ([leastOf, greatestOf] as const) : [];
    return [
      [name, onGrid(found, column, grid)],
      ...extremes.map((of) => [of(name), onGrid(found, of(column), grid)] as const),
    ];
  });
  return { ...grid, columns: Object.fromEntries(columns) };
}
