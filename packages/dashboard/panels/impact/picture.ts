import type { ImpactSignal, ImpactView, SignalInfo } from '@hubscope/core/wire';
import { readTokens } from '../../charts/palette.js';
import { signalOf, sorted } from '@hubscope/core/live';
import { doublings, forestScale, place, scaleLabels, type ForestScale } from './scale.js';
import { beforeAfter, overallPhrase, percent, rowFigure, titleOf } from '../../words/told.js';
import { verdictWords as words } from '../../words/verdict.js';
import { impactWords } from '../../words/impact.js';
import { keptAgainst } from '../../words/told.js';

/** CSS px; drawn at twice that, so that it is sharp where it is shared. */
const [width, padding, rowHeight, density] = [760, 32, 30, 2];
/** Where the columns of a row begin: before → after, the interval, its end. */
const columns = { values: 180, forest: 430, forestEnd: 630 } as const;
const tokens = ['surface', 'line', 'line-strong', 'ink', 'ink-2', 'ink-3', 'ok', 'warn'] as const;
const tolerance = 0.01;

type Inks = Readonly<Record<(typeof tokens)[number], string>>;

/** What is drawn. */
export interface Pictured {
  readonly impact: ImpactView;
  /** When it was kept, in words. */
  readonly when: string;
  /** Where it is kept. */
  readonly link: string;
  readonly signals: readonly SignalInfo[];
}

function font(size: number, weight = 400): string {
  return `${String(weight)} ${String(size)}px 'Inter Variable', system-ui, sans-serif`;
}

/** A text in lines that fit; a word that is wider than a line stands by itself. */
function lines(context: CanvasRenderingContext2D, text: string, most: number): string[] {
  const found: string[] = [];
  for (const word of text.split(' ')) {
    const last = found.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && context.measureText(longer).width <= most) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}

/** A text on one line, cut where it does not fit. */
function cut(context: CanvasRenderingContext2D, text: string, most: number): string {
  if (context.measureText(text).width <= most) return text;
  let short = text;
  while (short.length > 1 && context.measureText(`${short}…`).width > most) short = short.slice(0, -1);
  return `${short.trimEnd()}…`;
}

function inkOf(verdict: string, inks: Inks): string {
  if (verdict === 'improved') return inks.ok;
  if (verdict === 'regressed') return inks.warn;
  return verdict === 'unknown' ? inks['ink-3'] : inks['ink-2'];
}

/** What stands at a row's end: on a picture there is no time to wait for. */
function endOf(signal: ImpactSignal): string {
  const waits = signal.verdict === 'unknown' && signal.seconds_more !== null;
  return waits ? words.notYetKnown : rowFigure(signal);
}

class Drawing {
  #y = padding;

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly inks: Inks,
  ) {}

  get height(): number {
    return this.#y + padding;
  }

  down(by: number): void {
    this.#y += by;
  }

  text(
    text: string,
    x: number,
    look: string,
    ink: keyof Inks | { readonly colour: string },
    align: CanvasTextAlign = 'left',
  ): void {
    const { context, inks } = this;
    context.font = look;
    context.fillStyle = typeof ink === 'string' ? inks[ink] : ink.colour;
    context.textAlign = align;
    context.textBaseline = 'middle';
    context.fillText(text, x, this.#y);
  }

  paragraph(text: string, look: string, ink: keyof Inks, step: number): void {
    this.context.font = look;
    for (const line of lines(this.context, text, width - 2 * padding)) {
      this.text(line, padding, look, ink);
      this.down(step);
    }
  }

  rule(): void {
    this.context.fillStyle = this.inks.line;
    this.context.fillRect(padding, this.#y, width - 2 * padding, 1);
  }

  row(signal: ImpactSignal, better: SignalInfo['better'], scale: ForestScale): void {
    const { context, inks } = this;
    const colour = inkOf(signal.verdict, inks);
    context.font = font(14);
    this.text(cut(context, titleOf(signal), columns.values - padding - 10), padding, font(14), 'ink');
    context.font = font(13);
    this.text(
      cut(context, beforeAfter(signal), columns.forest - columns.values - 14),
      columns.values,
      font(13),
      'ink-2',
    );
    const at = (change: number): number =>
      columns.forest + place(scale, doublings(change, better)) * (columns.forestEnd - columns.forest);
    const { low, high, change, target } = signal;
    const y = this.#y;
    context.fillStyle = inks.line;
    context.fillRect(
      at(-tolerance),
      y - rowHeight / 2,
      Math.max(3, at(tolerance) - at(-tolerance)),
      rowHeight,
    );
    context.fillStyle = inks['line-strong'];
    context.fillRect(at(0), y - rowHeight / 2, 1, rowHeight);
    if (low !== null && high !== null) {
      context.globalAlpha = 0.4;
      context.fillStyle = colour;
      context.beginPath();
      context.roundRect(at(low), y - 2.5, Math.max(3, at(high) - at(low)), 5, 2.5);
      context.fill();
      context.globalAlpha = 1;
    }
    if (change !== null) {
      context.fillStyle = colour;
      context.beginPath();
      context.arc(at(change), y, 4, 0, 2 * Math.PI);
      context.fill();
    }
    if (target !== null) {
      context.fillStyle = inks.ink;
      context.fillRect(at(target.change) - 1, y - 8, 2, 16);
    }
    this.text(endOf(signal), width - padding, font(14, 560), { colour }, 'right');
    this.down(rowHeight);
  }
}

function draw(drawing: Drawing, { impact, when, link, signals }: Pictured, inks: Inks): void {
  const { first, others } = sorted(impact.signals);
  const rows = [...first, ...others].filter(({ before, after }) => before !== null || after !== null);
  const better = ({ signal }: ImpactSignal): SignalInfo['better'] =>
    signalOf(signals, signal)?.better ?? null;
  const scale = forestScale(
    rows.flatMap((row) =>
      [row.change, row.target?.change ?? null, ...(row.verdict === 'unknown' ? [] : [row.low, row.high])]
        .filter((value) => value !== null)
        .map((value) => doublings(value, better(row))),
    ),
  );
  drawing.down(8);
  const of = impact.component === null ? impact.hub : `${impact.hub}, ${impact.component}`;
  drawing.text(of, padding, font(20, 640), 'ink');
  drawing.text(when, width - padding, font(12), 'ink-3', 'right');
  drawing.down(26);
  drawing.paragraph(keptAgainst(impact), font(13), 'ink-2', 20);
  drawing.down(22);
  const verdict = { colour: inkOf(impact.overall_verdict, inks) };
  drawing.text(percent(impact.overall), padding, font(36, 600), verdict);
  drawing.down(-9);
  drawing.text(overallPhrase(impact), columns.values, font(15, 580), 'ink');
  drawing.down(20);
  const { overall_low: low, overall_high: high } = impact;
  if (low !== null && high !== null) {
    drawing.text(impactWords.between(percent(low), percent(high)), columns.values, font(13), 'ink-2');
  }
  drawing.down(24);
  drawing.rule();
  drawing.down(26);
  for (const row of rows) drawing.row(row, better(row), scale);
  const ends = [columns.forest, (columns.forest + columns.forestEnd) / 2, columns.forestEnd];
  scaleLabels(scale).forEach((label, index) => {
    drawing.text(label, ends[index] ?? 0, font(11), 'ink-3', 'center');
  });
  drawing.down(24);
  if (impact.load !== null) drawing.paragraph(impact.load, font(12), 'ink-2', 18);
  drawing.down(4);
  drawing.rule();
  drawing.down(18);
  drawing.paragraph(link, font(12), 'ink-3', 18);
  drawing.down(-18);
}

/** The verdict as a picture (PNG), in the theme in force. @throws Error where the browser gives no canvas */
export async function pictureOf(pictured: Pictured): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('the browser gives no canvas');
  await Promise.all([400, 600].map((weight) => document.fonts.load(font(14, weight))));
  const inks = readTokens(tokens);
  canvas.width = width * density;
  // Drawn once to learn how high it is: to set a canvas's height empties it.
  const measured = new Drawing(context, inks);
  draw(measured, pictured, inks);
  canvas.height = Math.ceil(measured.height) * density;
  context.scale(density, density);
  context.fillStyle = inks.surface;
  context.fillRect(0, 0, width, measured.height);
  draw(new Drawing(context, inks), pictured, inks);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('the browser could not write the picture'));
      else resolve(blob);
    }, 'image/png');
  });
}
