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
  /** CSS px a second. */
  readonly pace: number;

  constructor(width: number, height: number, origin: number) {
    this.width = width;
    this.height = height;
    this.origin = origin;
    this.pace = Math.max(0, width - rightPad) / sightSeconds;
  }

  x(second: number): number {
    return this.width - rightPad - (this.origin - second) * this.pace;
  }

  /** The nearest second to a place, when `edge` stands at the right end. */
  secondAt(x: number, edge: number): number {
    return Math.round(edge - (this.width - rightPad - x) / Math.max(this.pace, 1e-9));
  }

  y(value: number, scale: Pick<YScale, 'min' | 'max'>): number {
    const inner = this.height - plotPadding.top - plotPadding.bottom;
    return plotPadding.top + inner * (1 - (value - scale.min) / (scale.max - scale.min));
  }

  /** The moments at the window's two ends. */
  get sight(): readonly [number, number] {
    return [this.origin - sightSeconds, this.origin + rightPad / Math.max(this.pace, 1e-9)];
  }
}
