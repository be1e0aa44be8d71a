import stringWidth from 'string-width';

/** Letters, signs and dots of one column each: most of what is shown, and told at once. */
const printable =
  /^[\x20-\x7e\xa1-\xac\xae-\xff\u2009\u2013\u2014\u2018-\u201d\u2026\u203a\u2190-\u2193\u2212\u258c\u2800-\u28ff]*$/;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Control characters, halves of pairs, what is not assigned, and what ends a line: each could move the cursor or is of unknown width. */
const unsafe = /[\p{Cc}\p{Cs}\p{Cn}\p{Co}\p{Zl}\p{Zp}]/gu;
/** What is not seen: joiners, marks of direction and tags, selectors of a variant. Terminals disagree on their width. */
const unseen = /[\p{Cf}\ufe00-\ufe0f]/gu;
/** Marks on one letter past this many are left out: they grow over the lines above. */
const mostMarks = 3;

interface Cell {
  readonly text: string;
  readonly width: number;
}

function cellsOf(text: string): Cell[] {
  const shown = text.replace(unseen, '').replace(unsafe, '\ufffd');
  return [...graphemes.segment(shown)].flatMap(({ segment }) => {
    const kept = Array.from(segment)
      .slice(0, 1 + mostMarks)
      .join('');
    const width = stringWidth(kept);
    return width === 0 ? [] : [{ text: kept, width }];
  });
}

/** Text from anywhere as a terminal may have it: nothing in it is obeyed, and each letter has a width. */
export function clean(text: string): string {
  if (printable.test(text)) return text;
  return cellsOf(text)
    .map((cell) => cell.text)
    .join('');
}

/** Columns that the cleaned text takes. */
export function widthOf(text: string): number {
  if (printable.test(text)) return text.length;
  return cellsOf(text).reduce((sum, { width }) => sum + width, 0);
}

/** The cleaned text in at most so many columns, with an ellipsis where it was longer. */
export function cut(text: string, width: number): string {
  if (width <= 0) return '';
  if (printable.test(text) && text.length <= width) return text;
  const cells = cellsOf(text);
  const total = cells.reduce((sum, cell) => sum + cell.width, 0);
  if (total <= width) return cells.map((cell) => cell.text).join('');
  let kept = '';
  let used = 0;
  for (const cell of cells) {
    if (used + cell.width > width - 1) break;
    kept += cell.text;
    used += cell.width;
  }
  return `${kept}…`;
}
