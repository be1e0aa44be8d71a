'use client';
import { useEffect, useState } from 'react';
import { pageNow } from './browser-world.js';
import { useLive } from './live-context.js';
import { whileSeen } from './while-seen.js';

/** The page's clock, renewed each `everyMs` while `running` and seen; null before the first reading. */
export function useNow(running: boolean, everyMs = 250): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    if (!running) return;
    const read = (): void => {
      setNow(pageNow());
    };
    const first = setTimeout(read, 0);
    const stop = whileSeen(everyMs, read);
    return () => {
      clearTimeout(first);
      stop();
    };
  }, [running, everyMs]);
  return now;
}

/** The server's clock as the page knows it, ms since the epoch, renewed each second while `running` and connected; 0 before any. */
export function useServerNow(running: boolean): number {
  // A quarter of a second: an offset that wanders by a millisecond is no reason to draw anew.
  const offset = useLive(({ clockOffset }) => Math.round((clockOffset ?? 0) / 250) * 250);
  const frozen = useLive(({ link, lastFrameAt }) => (link.phase === 'connected' ? null : lastFrameAt));
  const now = useNow(running && frozen === null, 1000);
  return (frozen ?? now ?? 0) - offset;
}
