import type { Geometry } from '../geometry.js';
import { roundStep } from '../y-scale.js';
import { fullest, rowsOf, startOf, type Heatmap } from './heatmap.js';

/** Of the hue over the panel, for the least count that there is: a lone operation can be seen. */
const leastStrength = 0.14;

/** The count that has all of the hue: round, so that the colours stay while the fullest cell moves a little. */
export function topOf(heatmap: Pick<Heatmap, 'counts'>): number {
  return Math.max(1, roundStep(fullest(heatmap)));
}

/** How much of the hue a count has, 0–1: by its square root, since few slow ones among many matter. */
export function strengthOf(count: number, top: number): number {
  if (count <= 0) return 0;
  return leastStrength + (1 - leastStrength) * Math.sqrt(Math.min(1, count / top));
}

/** Paints the cells onto a canvas as large as the window, in one hue over nothing. */
export function paintCells(
  canvas: HTMLCanvasElement,
  heatmap: Heatmap,
  geometry: Geometry,
  hue: string,
): void {
  const { width, height } = geometry;
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${String(width)}px`;
  canvas.style.height = `${String(height)}px`;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const rows = rowsOf(heatmap);
  const top = topOf(heatmap);
  // Edges on whole device pixels: no seam between neighbours.
  const xs = Array.from({ length: heatmap.counts.length + 1 }, (_, column) =>
    Math.round(geometry.x(startOf(heatmap, column)) * ratio),
  );
  const ys = Array.from({ length: rows + 1 }, (_, row) =>
    Math.round(geometry.y(row, { min: 0, max: rows }) * ratio),
  );
  context.fillStyle = hue;
  heatmap.counts.forEach((cells, column) => {
    const [left, right] = [xs[column] ?? 0, xs[column + 1] ?? 0];
    if (right <= 0 || left >= canvas.width) return;
    cells?.forEach((count, row) => {
      if (count <= 0) return;
      const [bottom, above] = [ys[row] ?? 0, ys[row + 1] ?? 0];
      context.globalAlpha = strengthOf(count, top);
      context.fillRect(left, above, right - left, bottom - above);
    });
  });
}
