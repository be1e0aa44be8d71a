'use client';
import { useEffect, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { clockTime, dayAndMonth } from '../words/format.js';
import { pageNow } from '../live/browser-world.js';
import { useLive } from '../live/live-context.js';

/** On paper, and there alone: of which hub it is, when it was printed, and from where. */
export function PrintFoot(): ReactNode {
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const [words, setWords] = useState('');
  useEffect(() => {
    const before = (): void => {
      const now = pageNow();
      const year = new Date(now).getFullYear();
      // The browser takes the page as it stands when this returns.
      flushSync(() => {
        setWords(`${dayAndMonth(now)} ${String(year)}, ${clockTime(now)} · ${window.location.href}`);
      });
    };
    window.addEventListener('beforeprint', before);
    return () => {
      window.removeEventListener('beforeprint', before);
    };
  }, []);
  return (
    <footer className="print-foot" aria-hidden="true">
      {hub !== null && `${hub} · `}
      {words}
    </footer>
  );
}
