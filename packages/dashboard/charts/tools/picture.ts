import type { ChartSpec } from '../spec.js';
import { readTokens } from '../palette.js';

/** Pixels of the picture a CSS px. */
const density = 2;
const footHeight = 26;
const inset = 14;

/** What is there to be pressed or heard is no part of a picture. */
const leftOut = 'button, .only-read, .chart-tools, .look';

/** Draws a part of the page as it stands on the screen. */
class Copyist {
  readonly #context: CanvasRenderingContext2D;
  readonly #left: number;
  readonly #top: number;
  readonly #hue: string;
  readonly #faint: string;

  constructor(context: CanvasRenderingContext2D, { left, top }: DOMRect, hue: string, faint: string) {
    this.#context = context;
    this.#left = left;
    this.#top = top;
    this.#hue = hue;
    this.#faint = faint;
  }

  draw(element: Element): void {
    if (element.matches(leftOut)) return;
    const style = getComputedStyle(element);
    if (style.display === 'none' || style.visibility === 'hidden') return;
    const box = element.getBoundingClientRect();
    const [x, y] = [box.left - this.#left, box.top - this.#top];
    const context = this.#context;
    context.save();
    context.globalAlpha *= Number(style.opacity);
    if (element instanceof HTMLCanvasElement) {
      if (element.width > 0 && element.height > 0) context.drawImage(element, x, y, box.width, box.height);
    } else this.#box(element, style, x, y, box);
    if (style.overflow === 'hidden') {
      context.beginPath();
      context.rect(x, y, box.width, box.height);
      context.clip();
    }
    for (const node of element.childNodes) {
      if (node instanceof Element) this.draw(node);
      else if (node instanceof Text) this.#text(node, style);
    }
    context.restore();
  }

  #box(element: Element, style: CSSStyleDeclaration, x: number, y: number, { width, height }: DOMRect): void {
    const context = this.#context;
    // What the style sheet draws by gradients.
    if (element.matches('.live-dot')) this.#dot(x + width / 2, y + height / 2, 2.8, this.#hue);
    else if (element.matches('.hover-dot'))
      this.#dot(x + width / 2, y + height / 2, width / 2, style.backgroundColor);
    else if (element.matches('.marker')) this.#line(x, y, x, y + height, this.#faint, [1, 3]);
    else if (element.matches('.unknown-stretch')) {
      context.save();
      context.globalAlpha *= 0.16;
      context.fillStyle = this.#faint;
      context.fillRect(x, y, width, height);
      context.restore();
    } else if (style.backgroundColor !== 'rgba(0, 0, 0, 0)') {
      context.fillStyle = style.backgroundColor;
      context.fillRect(x, y, width, height);
    }
    if (parseFloat(style.borderTopWidth) > 0 && height <= 2)
      this.#line(x, y, x + width, y, style.borderTopColor, style.borderTopStyle === 'dashed' ? [3, 3] : []);
  }

  #dot(x: number, y: number, radius: number, colour: string): void {
    this.#context.fillStyle = colour;
    this.#context.beginPath();
    this.#context.arc(x, y, radius, 0, 2 * Math.PI);
    this.#context.fill();
  }

  #line(x: number, y: number, toX: number, toY: number, colour: string, dash: number[]): void {
    const context = this.#context;
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(x, y + 0.5);
    context.lineTo(toX, toY + 0.5);
    context.stroke();
  }

  #text(node: Text, style: CSSStyleDeclaration): void {
    const words = node.data.trim();
    if (words === '') return;
    const range = document.createRange();
    range.selectNodeContents(node);
    const [box] = range.getClientRects();
    if (box === undefined) return;
    const context = this.#context;
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    context.letterSpacing = style.letterSpacing === 'normal' ? '0px' : style.letterSpacing;
    context.fillStyle = style.color;
    context.textBaseline = 'middle';
    context.fillText(words, box.left - this.#left, box.top - this.#top + box.height / 2 + 0.5);
  }
}

/**
 * A chart as it stands on the screen, as a picture (PNG) in the theme in force.
 * @param foot what it is of, and when: below the chart
 * @throws Error where the browser gives no canvas
 */
export async function pictureOf(
  chart: Element,
  { hue }: Pick<ChartSpec, 'hue'>,
  foot: string,
): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('the browser gives no canvas');
  const box = chart.getBoundingClientRect();
  canvas.width = Math.round(box.width * density);
  canvas.height = Math.round((box.height + footHeight) * density);
  context.scale(density, density);
  const inks = readTokens(['surface', 'ink-2', 'ink-3', hue]);
  context.fillStyle = inks.surface;
  context.fillRect(0, 0, box.width, box.height + footHeight);
  new Copyist(context, box, inks[hue], inks['ink-3']).draw(chart);
  context.font = `400 11px ${getComputedStyle(chart).fontFamily}`;
  context.fillStyle = inks['ink-2'];
  context.textBaseline = 'middle';
  context.fillText(foot, inset, box.height + footHeight / 2 - 4, box.width - 2 * inset);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('the browser could not write the picture'));
      else resolve(blob);
    }, 'image/png');
  });
}
