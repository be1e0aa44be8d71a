'use client';
import { useEffect } from 'react';

/**
 * Runs something every so often, ms, while the page can be seen, and at once when it can be seen again: what it keeps is old by then.
 * Answers how to stop.
 */
export function whileSeen(everyMs: number, run: () => void): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const pace = (): void => {
    clearInterval(timer);
    if (!document.hidden) timer = setInterval(run, everyMs);
  };
  const look = (): void => {
    pace();
    if (!document.hidden) run();
  };
  pace();
  document.addEventListener('visibilitychange', look);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
  };
}

/** The same for as long as a panel stands. `run` is to stay the same from one rendering to the next; null: nothing is run. */
export function useWhileSeen(everyMs: number, run: (() => void) | null): void {
  useEffect(() => (run === null ? undefined : whileSeen(everyMs, run)), [everyMs, run]);
}
