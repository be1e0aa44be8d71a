import { sightSeconds } from './frame.js';
import { plotPadding } from './plot.js';
import type { YScale } from './y-scale.js';

/** Room right of the newest second for its dot, CSS px. */
export const rightPad = 10;

/** Where things stand in a chart's window of so many CSS px, with a moment of event time (s) at its right end. */
export class Geometry {
  readonly width: number;
  readonly height: number;
  readonly origin: number;
  /** Seconds from the left edge to the right. */
  readonly span: number;
  /** CSS px a second. */
  readonly pace: number;

  constructor(width: number, height: number, origin: number, span = sightSeconds) {
    this.width = width;
    this.height = height;
    this.origin = origin;
    this.span = span;
    this.pace = Math.max(0, width - rightPad) / span;
  }

  x(second: number): number {
    return this.width - rightPad - (this.origin - second) * this.pace;
  }

  /** The moment at a place, when `edge` stands at the right end, s since the epoch. */
  momentAt(x: number, edge: number): number {
    return edge - (this.width - rightPad - x) / Math.max(this.pace, 1e-9);
  }

  y(value: number, scale: Pick<YScale, 'min' | 'max'>): number {
    const inner = this.height - plotPadding.top - plotPadding.bottom;
    return plotPadding.top + inner * (1 - (value - scale.min) / (scale.max - scale.min));
  }

  /** The moments at the window's two ends. */
  get sight(): readonly [number, number] {
    return [this.origin - this.span, this.origin + rightPad / Math.max(this.pace, 1e-9)];
  }
}
