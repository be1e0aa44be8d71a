import type { YScaleWish } from './y-scale.js';

/** The signals that have a hue of their own, and `other` for those that have none; the names are those of the colour tokens. */
export type Hue = OwnHue | 'other';
export type OwnHue = 'throughput' | 'latency' | 'memory' | 'cpu';

export interface LineSpec {
  readonly column: string;
  /** As a table calls it; its column's own name unless set. */
  readonly name?: string;
  /** CSS px */
  readonly width: number;
  /** 0–1 */
  readonly strength: number;
  /** Of lines that are of the same signal each has a look of its own: in the signal's hue unless set, drawn through unless set. */
  readonly inInk?: boolean;
  readonly dashed?: boolean;
}

/**
 * What the legend at a chart's head says: a column's newest value, the highest in sight, or the busiest core's (the highest in
 * sight where no core reports).
 */
export type LegendSpec =
  | { readonly label: string; readonly of: 'column'; readonly column: string; readonly line?: LineSpec }
  | { readonly of: 'peak' }
  | { readonly of: 'busiest-core' };

/** A 60-second chart as data. */
export interface ChartSpec {
  readonly hue: Hue;
  /** That of the signal whose hue it has unless set. */
  readonly title?: string;
  readonly signal: string;
  /** The first is the main one: it has the live dot, the peak and the hover. */
  readonly lines: readonly [LineSpec, ...LineSpec[]];
  /** Indices of two lines with a wash between them, the upper first. */
  readonly band: readonly [number, number] | null;
  readonly area: boolean;
  /** Whether the peak in sight is labelled where it is. */
  readonly markPeak: boolean;
  readonly legend: readonly LegendSpec[];
  readonly decimals: number;
  /** A scale that hardly ever moves, where the unit has natural ends. */
  readonly fixed: { readonly min: number; readonly max: number; readonly step: number } | null;
  readonly wish: YScaleWish;
  /** Whether a strip a core stands below. */
  readonly cores: boolean;
  /** Whether its signal is a distribution, which can be drawn as a heatmap. */
  readonly heatmap: boolean;
}

const mainWidth = 1.75;

export const chartSpecs: readonly ChartSpec[] = [
  {
    hue: 'throughput',
    signal: 'throughput',
    lines: [{ column: 'throughput', width: mainWidth, strength: 1 }],
    band: null,
    area: true,
    markPeak: false,
    legend: [{ of: 'peak' }],
    decimals: 1,
    fixed: null,
    wish: { fromZero: true, leastSpan: 0 },
    cores: false,
    heatmap: false,
  },
  {
    hue: 'latency',
    signal: 'latency',
    lines: [
      { column: 'latency.p50', width: mainWidth, strength: 1 },
      { column: 'latency.p95', width: 1.25, strength: 0.8 },
      { column: 'latency.p99', width: 1, strength: 0.45 },
    ],
    band: [1, 0],
    area: false,
    markPeak: false,
    legend: [
      { label: 'P50', of: 'column', column: 'latency.p50' },
      { label: 'P95', of: 'column', column: 'latency.p95' },
      { label: 'P99', of: 'column', column: 'latency.p99' },
    ],
    decimals: 1,
    fixed: null,
    wish: { fromZero: true, leastSpan: 0 },
    cores: false,
    heatmap: true,
  },
  {
    hue: 'memory',
    signal: 'memory',
    lines: [{ column: 'memory', width: mainWidth, strength: 1 }],
    band: null,
    area: true,
    markPeak: true,
    legend: [{ of: 'peak' }],
    decimals: 1,
    fixed: null,
    wish: { fromZero: false, leastSpan: 0.08 },
    cores: false,
    heatmap: false,
  },
  {
    hue: 'cpu',
    signal: 'cpu',
    lines: [{ column: 'cpu', width: mainWidth, strength: 1 }],
    band: null,
    area: false,
    markPeak: false,
    legend: [{ of: 'busiest-core' }],
    decimals: 1,
    fixed: { min: 0, max: 100, step: 25 },
    wish: { fromZero: true, leastSpan: 0 },
    cores: true,
    heatmap: false,
  },
];
