import { clean, cut, widthOf } from './text.js';

/** What a piece of text is; a palette says how a terminal shows that. */
export type Style =
  | 'plain'
  | 'strong'
  | 'quiet'
  | 'selected'
  | 'throughput'
  | 'latency'
  | 'latency-high'
  | 'memory'
  | 'cpu'
  | 'ok'
  | 'warning'
  | 'critical';

export interface Span {
  readonly text: string;
  readonly style: Style;
}

export type Line = readonly Span[];

export function span(text: string, style: Style = 'plain'): Span {
  return { text, style };
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/** The line in exactly so many columns: cut with an ellipsis, or filled with spaces. */
export function fit(line: Line, width: number): Line {
  const fitted: Span[] = [];
  let left = Math.max(0, width);
  for (const { text, style } of line) {
    if (left === 0) break;
    const shown = cut(text, left);
    fitted.push({ text: shown, style });
    left -= widthOf(shown);
    if (widthOf(text) > widthOf(shown)) break;
  }
  return left > 0 ? [...fitted, span(' '.repeat(left))] : fitted;
}

/** One line with a part at each end; the left one gives way. */
export function ends(left: Line, right: Line, width: number): Line {
  const wide = lineWidth(right);
  if (wide + 1 >= width) return fit(right, width);
  return [...fit(left, width - wide - 1), span(' '), ...right];
}

/** Blocks of lines side by side, in columns of these widths with two spaces between. */
export function beside(blocks: readonly (readonly Line[])[], widths: readonly number[]): Line[] {
  const rows = Math.max(0, ...blocks.map((block) => block.length));
  return Array.from({ length: rows }, (_, row) =>
    blocks.flatMap((block, place) => [
      ...(place === 0 ? [] : [span('  ')]),
      ...fit(block[row] ?? [], widths[place] ?? 0),
    ]),
  );
}

/** SGR parameters of each style; empty: none. */
export type Palette = Readonly<Record<Style, string>>;

/** A line as a terminal takes it. Every text passes {@link clean} here, wherever it came from. */
export function toText(line: Line, palette: Palette | null): string {
  return line
    .map(({ text, style }) => {
      const sgr = palette?.[style] ?? '';
      return sgr === '' ? clean(text) : `\x1b[${sgr}m${clean(text)}\x1b[0m`;
    })
    .join('');
}
