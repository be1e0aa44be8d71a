'use client';
import { useEffect, useState } from 'react';
import { pageNow } from './browser-world.js';

/** The page's clock, renewed each `everyMs` while `running`; null before the first reading. */
export function useNow(running: boolean, everyMs = 250): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    if (!running) return;
    const read = (): void => {
      setNow(pageNow());
    };
    const first = setTimeout(read, 0);
    const timer = setInterval(read, everyMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [running, everyMs]);
  return now;
}
