'use client';
import { useEffect } from 'react';

/** Runs something every so often, ms, while the page can be seen. `run` is to stay the same from one rendering to the next. */
export function useWhileSeen(everyMs: number, run: () => void): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) run();
    }, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [everyMs, run]);
}
