import uPlot from 'uplot';
import type { ChartFrame } from './frame.js';
import { faint, type Palette } from './palette.js';
import type { ChartSpec } from './spec.js';

/** Room above and below the scale, CSS px, so that a line at its end is not cut. */
export const plotPadding = { top: 6, bottom: 3 } as const;

const areaStrength = 0.09;
const dash = [4, 3] as const;
const bandStrength = 0.16;
/** Of what lies between the least and the greatest second of a step; its upper edge, so that a lone second can be seen. */
const spreadStrength = 0.12;
const edgeStrength = 0.4;

/** Values that stand alone between gaps have no line to be seen by: they get a dot. */
function alone(u: uPlot, series: number): number[] {
  const values = u.data[series] ?? [];
  const known = (index: number): boolean => typeof values[index] === 'number';
  const found: number[] = [];
  for (let index = 0; index < values.length; index += 1) {
    if (known(index) && !known(index - 1) && !known(index + 1)) found.push(index);
  }
  return found;
}

/** A uPlot without axes, legend or cursor: it draws the lines, and the page draws what stands still. */
export class Plot {
  readonly #u: uPlot;
  #palette: Palette;
  #sight: readonly [number, number] = [0, 1];
  #scale: readonly [number, number] = [0, 1];

  constructor(target: HTMLElement, spec: ChartSpec, palette: Palette, width: number, height: number) {
    this.#palette = palette;
    const colour = (strength: number) => (): string => faint(this.#palette.hue[spec.hue], strength);
    this.#u = new uPlot(
      {
        width,
        height,
        pxAlign: 0,
        padding: [plotPadding.top, 0, plotPadding.bottom, 0],
        legend: { show: false },
        cursor: { show: false },
        axes: [{ show: false }, { show: false }],
        scales: {
          x: { time: false, range: () => [...this.#sight] },
          y: { range: () => [...this.#scale] },
        },
        series: [
          {},
          ...spec.lines.map(({ width: lineWidth, strength, inInk, dashed }, index): uPlot.Series => ({
            width: lineWidth,
            stroke: inInk === true ? () => faint(this.#palette.ink, strength) : colour(strength),
            ...(dashed === true ? { dash: [...dash] } : {}),
            ...(spec.area && index === 0 ? { fill: colour(areaStrength) } : {}),
            points: { show: true, size: 4, width: 0, fill: colour(strength), filter: alone },
          })),
          { width: 0, points: { show: false } },
          { width: 0.75, stroke: colour(edgeStrength), points: { show: false } },
        ],
        bands: [
          ...(spec.band === null
            ? []
            : [
                {
                  series: [spec.band[0] + 1, spec.band[1] + 1] as [number, number],
                  fill: colour(bandStrength),
                },
              ]),
          { series: [spec.lines.length + 2, spec.lines.length + 1], fill: colour(spreadStrength) },
        ],
      },
      [[], ...spec.lines.map(() => []), [], []],
      target,
    );
  }

  resize(width: number, height: number): void {
    this.#u.setSize({ width, height });
  }

  /** Draws a frame between two moments (s since the epoch) of the x axis. */
  draw(frame: ChartFrame, palette: Palette, sight: readonly [number, number]): void {
    this.#palette = palette;
    this.#sight = sight;
    this.#scale = frame.scale === null ? [0, 1] : [frame.scale.min, frame.scale.max];
    const { xs, lines, spread } = frame;
    const nothing = xs.map(() => null);
    this.#u.setData([
      [...xs],
      ...lines.map((line) => [...line]),
      [...(spread?.least ?? nothing)],
      [...(spread?.greatest ?? nothing)],
    ]);
  }

  destroy(): void {
    this.#u.destroy();
  }
}
