import { englishNotation, type Notation } from './notation.js';

/** What stands where a number is unknown. */
export const unknown = '—';

/** U+2009, between a number and its unit. */
export const thinSpace = '\u2009';

const minus = '\u2212';

/** A number as a screen shows it: the digits and, apart, the unit with its SI step. */
export interface Shown {
  readonly text: string;
  readonly unit: string;
}

/** How a unit grows: each step is so many times the one before and has its own name. */
interface Step {
  readonly from: number;
  readonly unit: string;
  readonly decimals?: number;
}

// Units whose large values read better in the next unit. A unit that is not here takes k, M and G after the digits.
const ladders: Readonly<Record<string, readonly Step[]>> = {
  ms: [
    { from: 1000, unit: 's', decimals: 2 },
    { from: 100_000, unit: 's' },
  ],
  'CPU-ms/op': [{ from: 1000, unit: 'CPU-s/op', decimals: 2 }],
  MB: [
    { from: 1000, unit: 'GB', decimals: 2 },
    { from: 1_000_000, unit: 'TB', decimals: 2 },
    { from: 1e9, unit: 'PB', decimals: 2 },
    { from: 1e12, unit: 'EB', decimals: 2 },
    { from: 1e15, unit: 'ZB', decimals: 2 },
  ],
};
const divisors: Readonly<Record<string, number>> = {
  s: 1000,
  'CPU-s/op': 1000,
  GB: 1000,
  TB: 1_000_000,
  PB: 1e9,
  EB: 1e12,
  ZB: 1e15,
};
const plainUnits: ReadonlySet<string> = new Set(['%']);
/** Past this, digits take an SI step in any unit: there is room for no more of them. */
const mostDigits = 100_000;

const siSteps: readonly (readonly [number, string])[] = [
  [1e15, 'P'],
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** Plain digits (`1.5`) as a language writes them, with a true minus where the value is below zero and they are not zero. */
function written(value: number, digits: string, { decimal }: Notation): string {
  const sign = value < 0 && Number(digits) !== 0 ? minus : '';
  return sign + digits.replace('.', decimal);
}

/** Fixed decimals, a true minus, and no minus before what rounds to zero. */
export function fixed(value: number, decimals: number, notation = englishNotation): string {
  return written(value, Math.abs(value).toFixed(decimals), notation);
}

/** Three significant digits, or more where the whole part has more: 1.24, 18.3, 183. */
function threeDigits(value: number, notation: Notation): string {
  const size = Math.abs(value);
  return fixed(value, size < 9.995 ? 2 : size < 99.95 ? 1 : 0, notation);
}

/** Whether the digits that would be shown (`999.96` as `1000.0`) reach the step. */
function reaches(size: number, from: number, decimals: number): boolean {
  return Number(size.toFixed(decimals)) >= from;
}

/** The digits with an SI step, `18.3 M`; null below `least` and where no step is reached. */
function withSi(value: number, least: number, decimals: number, notation: Notation): string | null {
  const size = Math.abs(value);
  const step = size < least ? undefined : siSteps.find(([from]) => reaches(size, from, decimals));
  return step === undefined ? null : threeDigits(value / step[0], notation) + thinSpace + step[1];
}

/**
 * A value in its signal's unit with that signal's fixed decimals: `877.5 ops/s`, `1.24 k ops/s`, `84.2 ms`, `1.20 s`, `48.1 MB`.
 * What is known and yet too small for the decimals says `<0.1` instead of passing for zero; null is a dash.
 */
export function show(value: number | null, unit: string, decimals = 1, notation = englishNotation): Shown {
  if (value === null) return { text: unknown, unit };
  const size = Math.abs(value);
  const step = ladders[unit]?.findLast(({ from }) => reaches(size, from, decimals));
  if (step !== undefined) {
    const stepped = value / (divisors[step.unit] ?? 1);
    const text =
      withSi(stepped, mostDigits, 0, notation) ?? fixed(stepped, step.decimals ?? decimals, notation);
    return { text, unit: step.unit };
  }
  const si = withSi(value, plainUnits.has(unit) ? mostDigits : 0, decimals, notation);
  if (si !== null) return { text: si, unit };
  if (size > 0 && Number(size.toFixed(decimals)) === 0) {
    return { text: `${value < 0 ? minus : ''}<${fixed(10 ** -decimals, decimals, notation)}`, unit };
  }
  return { text: fixed(value, decimals, notation), unit };
}

/** The same on one line, the unit after a thin space. */
export function showLine(
  value: number | null,
  unit: string,
  decimals = 1,
  notation = englishNotation,
): string {
  const shown = show(value, unit, decimals, notation);
  return value === null || shown.unit === '' ? shown.text : shown.text + thinSpace + shown.unit;
}

/** A count with its thousands apart: `12,345`. */
export function showCount(count: number, { group } = englishNotation): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, group);
}

/** A change in percent with its sign: `+84.2 %`, `−12.3 %`; a thousand and more has no decimals. */
export function showChange(percent: number | null, notation = englishNotation): string {
  if (percent === null) return unknown;
  const digits = Math.abs(percent).toFixed(Math.abs(percent) < 999.95 ? 1 : 0);
  const sign = percent > 0 && Number(digits) !== 0 ? '+' : '';
  return `${sign}${written(percent, digits, notation)}${thinSpace}%`;
}

/**
 * The labels of one axis, all in one step of the unit: `0, 10 s, 20 s` for milliseconds past two seconds.
 * @param highest the largest value on the axis, in the unit
 */
export function showAxis(
  values: readonly number[],
  unit: string,
  highest: number,
  notation = englishNotation,
): string[] {
  // Up to twice the first step the labels need no unit; past it none has more than three digits before the point.
  const step = ladders[unit]?.findLast(({ from }, index) => highest >= (index === 0 ? 2 : 1) * from);
  if (step === undefined) return values.map((value) => showRound(value, notation));
  const divisor = divisors[step.unit] ?? 1;
  return values.map((value) =>
    value === 0 ? '0' : showRound(value / divisor, notation) + thinSpace + step.unit,
  );
}

/** A threshold or an axis label: no more decimals than it has itself (four at most), `1.5 k` past thousands. */
export function showRound(value: number, notation = englishNotation): string {
  const size = Math.abs(value);
  const si = siSteps.find(([from]) => size >= from * 10 || (from > 1000 && size >= from));
  const scaled = si === undefined ? value : value / si[0];
  const digits = String(Number(Math.abs(scaled).toFixed(4)));
  return written(value, digits, notation) + (si === undefined ? '' : thinSpace + si[1]);
}
