import type { Values } from '@hubscope/core/live';
import { span, type Line, type Span, type Style } from './line.js';

/** The bit of each of a cell's dots, two across and four down (Unicode, block U+2800). */
const bits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const firstCell = 0x2800;

export interface Curve {
  readonly values: Values;
  readonly style: Style;
}

export interface Scale {
  readonly min: number;
  readonly max: number;
}

/** Dots that are set, by cell; a cell has the style of the first curve that touches it. */
class Dots {
  readonly #cells: number[];
  readonly #styles: (Style | null)[];

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#cells = new Array<number>(width * height).fill(0);
    this.#styles = new Array<Style | null>(width * height).fill(null);
  }

  set(x: number, y: number, style: Style): void {
    const at = Math.floor(y / 4) * this.width + Math.floor(x / 2);
    this.#cells[at] = (this.#cells[at] ?? 0) | (bits[y % 4]?.[x % 2] ?? 0);
    this.#styles[at] ??= style;
  }

  lines(): Line[] {
    return Array.from({ length: this.height }, (_, row) => {
      const spans: Span[] = [];
      for (let column = 0; column < this.width; column += 1) {
        const at = row * this.width + column;
        const dots = this.#cells[at] ?? 0;
        const text = dots === 0 ? ' ' : String.fromCodePoint(firstCell + dots);
        const style = this.#styles[at] ?? 'plain';
        const last = spans.at(-1);
        if (last?.style === style) spans[spans.length - 1] = span(last.text + text, style);
        else spans.push(span(text, style));
      }
      return spans;
    });
  }
}

/**
 * Curves over even steps as lines of braille dots, the newest value at the right edge. A value that is null leaves a gap: a line joins
 * neighbours only.
 * @param width columns
 * @param height rows
 */
export function plot(curves: readonly Curve[], scale: Scale, width: number, height: number): Line[] {
  const dots = new Dots(width, height);
  const down = height * 4 - 1;
  const across = width * 2 - 1;
  for (const { values, style } of curves) {
    const last = Math.max(1, values.length - 1);
    const xOf = (index: number): number => Math.round((index * across) / last);
    const yOf = (value: number): number => {
      const share = (scale.max - value) / (scale.max - scale.min);
      return Math.round(Math.min(1, Math.max(0, share)) * down);
    };
    values.forEach((value, index) => {
      if (value === null) return;
      const before = index === 0 ? null : (values[index - 1] ?? null);
      const x = xOf(index);
      const y = yOf(value);
      if (before === null) {
        dots.set(x, y, style);
        return;
      }
      const fromX = xOf(index - 1);
      const fromY = yOf(before);
      const steps = Math.max(1, x - fromX, Math.abs(y - fromY));
      for (let n = 1; n <= steps; n += 1) {
        const part = n / steps;
        dots.set(Math.round(fromX + (x - fromX) * part), Math.round(fromY + (y - fromY) * part), style);
      }
    });
  }
  return dots.lines();
}

/** The next of 1, 2, 2.5, 5, 10 … that is not less. */
function round(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 2.5, 5, 10].find((each) => each * power >= value * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** A scale with round ends that holds all known values; null where none is known. `least`: an upper end that it keeps at least. */
export function scaleOf(curves: readonly Values[], fromZero: boolean, least = 0): Scale | null {
  const known = curves.flat().filter((value) => value !== null);
  if (known.length === 0) return null;
  const high = Math.max(least, ...known);
  const low = Math.min(...known);
  if (fromZero && low >= 0) return { min: 0, max: high > 0 ? round(high) : 1 };
  const step = round(Math.max(high - low, Math.abs(high) * 0.08, Number.MIN_VALUE * 1e10) / 3);
  const min = Math.floor(low / step) * step;
  return { min, max: Math.max(Math.ceil(high / step) * step, min + step) };
}
