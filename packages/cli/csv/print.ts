/** A table in columns of equal width, the first to the left and the others to the right. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column === 0 || column === row.length - 1 ? cell.padEnd(width) : cell.padStart(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A number to four digits; a dash where it is unknown. */
export function shown(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(4)));
}

/** A fraction as a percentage with its sign; a dash where it is unknown. */
export function percent(value: number | null): string {
  if (value === null) return '–';
  const rounded = (100 * value).toFixed(1);
  return `${value > 0 ? '+' : ''}${rounded} %`;
}
