'use client';
import { useSyncExternalStore } from 'react';
import { KeptText } from '../live/kept-text.js';
import { mostPinned, pinnedOfText, samePinned, textOfPinned, type Pinned } from '../time/pinned.js';

const kept = new KeptText('hubscope.charts');

/** The charts that a text of this browser's storage holds, one a line; null: nothing was kept. */
export function keptOf(text: string | null): readonly Pinned[] | null {
  if (text === null) return null;
  return text
    .split('\n')
    .map(pinnedOfText)
    .filter((each) => each !== null)
    .slice(0, mostPinned);
}

/** The charts of this browser's own view. */
export function useKept(): readonly Pinned[] | null {
  return keptOf(useSyncExternalStore(kept.subscribe, kept.get, () => null));
}

/** The same, asked once. */
export function keptCharts(): readonly Pinned[] | null {
  return keptOf(kept.get());
}

/** Keeps a view as this browser's own; null: none, as before the first. */
export function keep(pinned: readonly Pinned[] | null): void {
  kept.set(pinned === null ? null : pinned.map(textOfPinned).join('\n'));
}

/** Adds a chart to this browser's own view, once; answers the view. */
export function pin(chart: Pinned): readonly Pinned[] {
  const before = keptCharts() ?? [];
  const after = before.some((each) => samePinned(each, chart))
    ? before
    : [...before, chart].slice(-mostPinned);
  keep(after);
  return after;
}
