import type { Second } from '../time/index.js';
import { knownSteps, theilSen, type Steps } from './theil-sen.js';

/** How far back growth is looked at. */
export interface GrowthSpan {
  /** Seconds that are looked back over. */
  readonly over: number;
  /** Seconds of one mean. */
  readonly step: number;
  /** The share of its level, an hour, within which an amount is stable. */
  readonly stable: number;
}

/** The last hour and the last day. */
export const growthSpans: readonly GrowthSpan[] = [
  { over: 3600, step: 60, stable: 0.05 },
  { over: 86_400, step: 600, stable: 0.001 },
];

/** Known steps below which nothing is said. */
export const leastSteps = 15;
/** What comes just after a restart or a deployment is left out, s: caches fill, code is compiled. */
const settlingSeconds = 30;
/** Standard deviations of the interval: it is looked at each minute (chosen in the simulation of `bench/impact.bench.ts`). */
const reach = 4.3;

/** How fast an amount grows, its unit an hour. */
export interface Growth {
  readonly perHour: number;
  readonly low: number;
  readonly high: number;
  /** Where it stands now, without the noise. */
  readonly level: number;
  /** Growth or shrinking an hour within which it is stable. */
  readonly bound: number;
  /** `stable`: the interval lies within the bound. `growing`, `falling`: it lies on one side of zero. `unknown`: neither. */
  readonly state: 'stable' | 'growing' | 'falling' | 'unknown';
}

interface Step {
  readonly number: number;
  readonly stretch: number;
  total: number;
  count: number;
}

/** An amount over one span, as means of equal steps that restarts and deployments cut into stretches. */
export class GrowthSeries {
  readonly #steps: Step[] = [];
  #stretch = 0;
  /** Steps up to this one are left out. */
  #spoiled = -Infinity;

  constructor(readonly span: GrowthSpan) {}

  /** Takes in a value; seconds come in order, and one that is older than the newest step is left. */
  add(second: Second, value: number): void {
    const { step, over } = this.span;
    const number = Math.floor(second / step);
    if (number <= this.#spoiled) return;
    const last = this.#steps.at(-1);
    if (last !== undefined && number < last.number) return;
    if (last?.number === number) {
      last.total += value;
      last.count += 1;
      return;
    }
    this.#steps.push({ number, stretch: this.#stretch, total: value, count: 1 });
    while ((this.#steps[0]?.number ?? number) <= number - over / step) this.#steps.shift();
  }

  /** A restart, or a deployment: what comes after is not compared with what came before, and begins once it has settled. */
  cut(second: Second): void {
    const { step } = this.span;
    const number = Math.floor(second / step);
    while ((this.#steps.at(-1)?.number ?? -Infinity) >= number) this.#steps.pop();
    this.#spoiled = Math.max(this.#spoiled, Math.floor((second + settlingSeconds) / step));
    this.#stretch += 1;
  }

  /** Means of whole steps, by stretch, oldest first: the step that runs is left out. */
  stretches(): Steps[] {
    const whole = this.#steps.slice(0, -1);
    const stretches: (number | null)[][] = [];
    for (const [place, { number, stretch, total, count }] of whole.entries()) {
      const before = whole[place - 1];
      if (before?.stretch !== stretch) stretches.push([]);
      const steps = stretches.at(-1) ?? [];
      const missing = before?.stretch === stretch ? number - before.number - 1 : 0;
      for (let skipped = 0; skipped < missing; skipped += 1) steps.push(null);
      steps.push(total / count);
    }
    return stretches;
  }

  /** Seconds until something can be said, if nothing is missing; 0 where it can. */
  secondsMore(): number {
    return Math.max(0, leastSteps - knownSteps(this.stretches())) * this.span.step;
  }

  /** Null where too little is known. */
  growth(): Growth | null {
    const stretches = this.stretches();
    if (knownSteps(stretches) < leastSteps) return null;
    const found = theilSen(stretches, reach);
    if (found === null) return null;
    const hourly = 3600 / this.span.step;
    const [perHour, low, high] = [found.slope * hourly, found.low * hourly, found.high * hourly];
    const bound = this.span.stable * Math.abs(found.level);
    return { perHour, low, high, level: found.level, bound, state: stateOf(low, high, bound) };
  }
}

function stateOf(low: number, high: number, bound: number): Growth['state'] {
  if (low >= -bound && high <= bound) return 'stable';
  if (low > 0) return 'growing';
  return high < 0 ? 'falling' : 'unknown';
}

/** The growth that is proven: the end of the interval that is nearer to zero; 0 where zero lies within it. */
export function provenGrowth({ low, high }: Pick<Growth, 'low' | 'high'>): number {
  if (low > 0) return low;
  return high < 0 ? high : 0;
}
