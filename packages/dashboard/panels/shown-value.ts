'use client';
import { useHovered } from '../charts/stage.js';
import { pageNow } from '../live/browser-world.js';
import { columnIn, newestOf, lifeOf, type Value } from '@hubscope/core/live';
import { useLive } from '../live/live-context.js';
import { indexAt, plainName } from '../time/history.js';
import { usePast, usePlace } from '../time/use-place.js';
import { momentWords } from '../words/format.js';
import { pageWords as words } from '../words/page.js';

export interface ShownValue {
  readonly value: Value;
  /** What it is the value of, where it is not now's. */
  readonly from: string | null;
}

/**
 * What a card says: the value of now; where the page looks at a stretch that is over, the value over all of it, or the one under
 * the cursor. A page of the past must not be taken for one of now.
 */
export function useShownValue(column: string): ShownValue {
  const past = usePast();
  const { component } = usePlace();
  const hovered = useHovered();
  const now = useLive((state) => {
    const { view } = state.replica;
    if (view === null || lifeOf(state) === 'silent') return null;
    if (component === null) return newestOf(view, column);
    const at = view.componentColumns.findIndex((name) => plainName(name) === plainName(column));
    return view.components.get(component)?.values[at] ?? null;
  });
  if (past === null || past.follows) return { value: now, from: null };
  const { history, whole } = past;
  const index = history === null || hovered === null ? -1 : indexAt(history, hovered);
  if (history !== null && index >= 0) {
    const at = (history.from + index * history.step) * 1000;
    return { value: columnIn(history.columns, column)?.[index] ?? null, from: momentWords(at, pageNow()) };
  }
  return { value: whole === null ? null : columnIn(whole, column), from: words.overAll };
}
