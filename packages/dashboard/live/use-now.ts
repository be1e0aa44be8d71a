'use client';
import { useEffect, useState } from 'react';
import { pageNow } from './browser-world.js';

/** The page's clock, renewed each quarter second while `running`; null before the first reading. */
export function useNow(running: boolean): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    if (!running) return;
    const read = (): void => {
      setNow(pageNow());
    };
    const first = setTimeout(read, 0);
    const timer = setInterval(read, 250);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [running]);
  return now;
}
