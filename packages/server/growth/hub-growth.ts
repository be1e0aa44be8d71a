import { GrowthSeries, growthSpans, provenGrowth, type Growth } from '@hubscope/core/growth';
import type { Reading } from '@hubscope/core/signal';
import { secondOf, millis, type Second } from '@hubscope/core/time';
import type { Marker, StabilityRow } from '@hubscope/core/wire';
import { growthWords, notYetWords } from './words.js';

/** The signal that each span is told as. */
export const growthSignals = ['memory_growth', 'memory_growth_day'] as const;
/** Seconds without a word after which a hub looks as if it had been restarted. */
export const silenceSeconds = 10;
/** How often growth is computed, s. */
const everySeconds = 60;
/** Values that wait while the past is read. */
const maxWaiting = 3600;

type Event = { readonly at: Second; readonly value: number } | { readonly at: Second; readonly cut: true };

/** How one hub's memory grows. */
export class HubGrowth {
  readonly #spans = growthSpans.map((span) => new GrowthSeries(span));
  #found: (Growth | null)[] = growthSpans.map(() => null);
  #waiting: Event[] | null = [];
  #last: Second | null = null;
  #instances: number | null = null;
  #known = false;

  /** @param turn hubs with another one are computed in another second of the minute */
  constructor(private readonly turn: number) {}

  /** Whether anything was ever said of its memory. */
  get known(): boolean {
    return this.#known;
  }

  /** Takes in the past, oldest first, to be told before what came meanwhile. */
  begin(past: readonly Event[]): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const event of [...past, ...waiting]) this.#take(event);
    this.#compute();
  }

  /** Takes in a second. @param value MB; null where unknown @param instances processes that report */
  second(at: Second, value: number | null, instances: number | null): void {
    const silent = this.#last !== null && at > this.#last + silenceSeconds;
    const another = instances !== null && this.#instances !== null && instances !== this.#instances;
    if (silent || another) this.#put({ at, cut: true });
    this.#last = at;
    if (instances !== null) this.#instances = instances;
    if (value !== null) this.#put({ at, value });
    if (this.#waiting === null && at % everySeconds === this.turn % everySeconds) this.#compute();
  }

  /** A deployment, or another moment at which somebody changed the hub. */
  marker({ at }: Marker): void {
    this.#put({ at: secondOf(millis(at)), cut: true });
  }

  /** What is proven of its growth, one reading a span: null where too little is known. */
  readings(): (Reading | null)[] {
    return this.#found.map((found) =>
      found === null ? null : { fold: 'sum', value: provenGrowth(found), seconds: 1 },
    );
  }

  /** @param limits thresholds of rules that its memory must not exceed, MB */
  rows(limits: readonly number[]): StabilityRow[] {
    return this.#spans.map((series, place) => {
      const found = this.#found[place] ?? null;
      const base = { signal: 'memory', over: series.span.over };
      if (found === null) {
        const words = notYetWords(series.secondsMore());
        return { ...base, per_hour: null, low: null, high: null, bound: null, state: 'unknown', words };
      }
      const { perHour, low, high, bound, state } = found;
      return { ...base, per_hour: perHour, low, high, bound, state, words: growthWords(found, limits) };
    });
  }

  #put(event: Event): void {
    if (this.#waiting === null) this.#take(event);
    else if (this.#waiting.length < maxWaiting) this.#waiting.push(event);
  }

  #take(event: Event): void {
    for (const series of this.#spans) {
      if ('cut' in event) series.cut(event.at);
      else series.add(event.at, event.value);
    }
    if ('value' in event) this.#known = true;
  }

  #compute(): void {
    this.#found = this.#spans.map((series) => series.growth());
  }
}

/**
 * The past as it is told: values, and where it is cut.
 * @param values means of steps, NaN where unknown
 * @param markers of the hub, oldest first
 */
export function eventsOf(
  values: Float64Array,
  from: Second,
  stepSeconds: number,
  markers: readonly Marker[],
): Event[] {
  const events: Event[] = [];
  const cuts = markers.map(({ at }) => secondOf(millis(at))).filter((at) => at >= from);
  let missing = 0;
  values.forEach((value, place) => {
    const at = (from + place * stepSeconds) as Second;
    while ((cuts[0] ?? Infinity) <= at) {
      events.push({ at: cuts.shift() ?? at, cut: true });
    }
    if (Number.isNaN(value)) {
      missing += 1;
      return;
    }
    // A step that is unknown may have been short of a second or two; two are a silence.
    if (missing >= 2 && events.length > 0) events.push({ at, cut: true });
    missing = 0;
    events.push({ at, value });
  });
  return events;
}
