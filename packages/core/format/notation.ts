/** How a language writes numbers, days and lengths of time. */
export interface Notation {
  /** Between the whole part and the decimals. */
  readonly decimal: string;
  /** Between thousands, where they stand apart. */
  readonly group: string;
  /** `25 Nov`. `month`: 0 to 11. */
  readonly dayAndMonth: (day: number, month: number) => string;
  /** A length of whole days: `3 d`. */
  readonly days: (count: number) => string;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

export const englishNotation: Notation = {
  decimal: '.',
  group: ',',
  dayAndMonth: (day, month) => `${String(day)} ${months[month] ?? ''}`,
  days: (count) => `${String(count)} d`,
};
