/** A vertical scale whose ends are whole steps. */
export interface YScale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Since which second a smaller scale would do, s; null while none would. */
  readonly roomySince: number | null;
}

/** What a chart wants of its scale. */
export interface YScaleWish {
  /** Whether zero is part of it: for rates and times, whose distance to zero means something. */
  readonly fromZero: boolean;
  /** The least span, as a part of the largest value: noise is not blown up to a storm. */
  readonly leastSpan: number;
}

/** How long a smaller scale must do before the chart takes it, s. */
const shrinkAfter = 20;

/** Four steps of a thousandth: a shorter one would need more decimals than a label has. */
const shortestSpan = 4e-3;

const niceSteps = [1, 2, 2.5, 5, 10] as const;

/** The least round step (1, 2, 2.5 or 5 times a power of ten) that is not below `raw`. */
export function roundStep(raw: number): number {
  if (!(raw > 0) || !Number.isFinite(raw)) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const nice = niceSteps.find((each) => each * magnitude >= raw * (1 - 1e-9)) ?? 10;
  return nice * magnitude;
}

function snap(bottom: number, top: number, step: number, positive: boolean): { min: number; max: number } {
  // What is never negative gets no axis below zero for its margin's sake.
  const min = Math.max(Math.floor(bottom / step + 1e-9), positive ? 0 : -Infinity) * step;
  return { min, max: Math.max(Math.ceil(top / step - 1e-9) * step, min + step) };
}

/** The scale for values between `low` and `high`, with three to five gridlines. */
export function fitScale(low: number, high: number, wish: YScaleWish): Omit<YScale, 'roomySince'> {
  const floor = wish.fromZero ? Math.min(0, low) : low;
  const size = Math.max(Math.abs(high), Math.abs(floor));
  const span = Math.max(high - floor, size * wish.leastSpan, size * 1e-6, size === 0 ? 1 : shortestSpan);
  const middle = (high + floor) / 2;
  const bottom = wish.fromZero ? floor : Math.min(floor, middle - span / 2);
  const top = wish.fromZero ? Math.max(high, floor + span) : Math.max(high, middle + span / 2);
  const first = roundStep((top - bottom) / 4);
  // Snapping both ends outwards adds two steps at most: one of the next two coarser steps has room.
  const second = roundStep(first * 1.01);
  for (const step of [first, second]) {
    const ends = snap(bottom, top, step, low >= 0);
    if (Math.round((ends.max - ends.min) / step) <= 4) return { ...ends, step };
  }
  const step = roundStep(second * 1.01);
  return { ...snap(bottom, top, step, low >= 0), step };
}

/**
 * The scale after another second: it grows at once where a value would leave it, and shrinks only when a smaller one has done for
 * {@link shrinkAfter} seconds. `low` and `high` are null where nothing is known; then it stays.
 */
export function nextScale(
  before: YScale | null,
  low: number | null,
  high: number | null,
  second: number,
  wish: YScaleWish,
): YScale | null {
  if (low === null || high === null) return before;
  const fit = fitScale(low, high, wish);
  if (before === null) return { ...fit, roomySince: null };
  if (low < before.min || high > before.max) {
    const joined = fitScale(Math.min(low, before.min), Math.max(high, before.max), wish);
    // Where the values have moved away altogether, keeping the old range in sight would only flatten them.
    const far = joined.max - joined.min > 3 * (fit.max - fit.min);
    return { ...(far ? fit : joined), roomySince: null };
  }
  if (fit.max - fit.min >= before.max - before.min) return { ...before, roomySince: null };
  const since = before.roomySince ?? second;
  return second - since >= shrinkAfter ? { ...fit, roomySince: null } : { ...before, roomySince: since };
}

/** The gridlines' values, bottom first. */
export function gridValues(scale: Pick<YScale, 'min' | 'max' | 'step'>): number[] {
  const count = Math.floor((scale.max - scale.min) / scale.step + 1e-6);
  return Array.from({ length: count + 1 }, (_, index) => {
    const value = scale.min + index * scale.step;
    // 0.1 + 0.2 is no label.
    return Number(value.toPrecision(12));
  });
}
