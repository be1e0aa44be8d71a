import type { IndexedSignal } from '@hubscope/core/signal';
import type { RolledReadings } from './readings.js';

/** Where the readings of a column lie in time. */
export interface Span {
  /** The second at which place 0 begins. */
  readonly start: number;
  /** What a place covers, s. */
  readonly seconds: number;
  /** The place of each reading, ascending. */
  readonly places: readonly number[];
  /** What begins outside of these seconds does not count; unless said, all does. */
  readonly within?: { readonly from: number; readonly to: number };
}

/** Takes in stretches of time, signal by signal, those of each signal in order. */
export interface Stretches {
  /** What is wanted. */
  readonly signals: readonly IndexedSignal[];
  /** Whether the extremes of stretches longer than a second are. */
  readonly withExtremes: boolean;
  take(signal: IndexedSignal, span: Span, column: RolledReadings): void;
}

/** Which part of time is cut into steps. */
export interface Cut {
  /** s since the epoch. */
  readonly from: number;
  /** Excluded. */
  readonly to: number;
  readonly stepSeconds: number;
}

export function stepsIn({ from, to, stepSeconds }: Cut): number {
  return Math.max(0, Math.ceil((to - from) / stepSeconds));
}

/** Visits the readings of a column that begin within a cut, with the step that each belongs to. */
export function eachStep(
  { from, to, stepSeconds }: Cut,
  span: Span,
  visit: (step: number, index: number) => void,
): void {
  const first = Math.max(from, span.within?.from ?? from);
  const end = Math.min(to, span.within?.to ?? to);
  for (let index = 0; index < span.places.length; index += 1) {
    const which = span.start + (span.places[index] ?? 0) * span.seconds;
    if (which >= first && which < end) visit(Math.floor((which - from) / stepSeconds), index);
  }
}
