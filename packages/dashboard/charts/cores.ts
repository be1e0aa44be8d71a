import type { ChartFrame } from './frame.js';
import type { Palette } from './palette.js';

/** Below this height a strip has no room for the hairline between it and the next. */
const hairlineFrom = 3;

/** Where the strips stand in their layer, CSS px. */
export interface CoresPlace {
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Draws a strip a core, each second a cell shaded by its load, 0–100 %; a cell of an unknown second stays empty.
 * `sight`: the moments at the canvas's edges, s since the epoch.
 */
export function drawCores(
  canvas: HTMLCanvasElement,
  frame: Pick<ChartFrame, 'xs' | 'cores'>,
  palette: Palette,
  sight: readonly [number, number],
  { top, width, height }: CoresPlace,
): void {
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.top = `${String(top)}px`;
  canvas.style.width = `${String(width)}px`;
  canvas.style.height = `${String(height)}px`;
  const context = canvas.getContext('2d');
  const count = Math.max(0, ...frame.cores.map((second) => second.length));
  if (context === null || count === 0) return;
  context.scale(ratio, ratio);
  context.fillStyle = palette.hue.cpu;
  const [left, right] = sight;
  const perSecond = width / (right - left);
  const strip = height / count;
  const cellHeight = strip >= hairlineFrom ? strip - 1 : strip;
  frame.cores.forEach((second, index) => {
    const at = frame.xs[index];
    if (at === undefined) return;
    second.forEach((load, core) => {
      if (load === null) return;
      context.globalAlpha = 0.05 + 0.95 * Math.min(1, Math.max(0, load / 100));
      // A second is drawn up to the moment at which it stands, as the lines above it are.
      context.fillRect((at - 1 - left) * perSecond, core * strip, perSecond - 0.6, cellHeight);
    });
  });
}
