'use client';
import { useCallback, useEffect, useState } from 'react';
import { ApiFault, ask } from '../live/api.js';
import { commonWords } from '../words/common.js';

export interface Asked<T> {
  /** null until it came. */
  readonly value: T | null;
  readonly fault: string | null;
  /** Asks once more; what is there stays meanwhile. */
  readonly again: () => void;
}

/** What the API answers at a path; asked anew when the path changes. `read` must be the same function each time. */
export function useAsked<T>(path: string | null, read: (body: unknown) => T): Asked<T> {
  const [round, setRound] = useState(0);
  const [state, setState] = useState<{ path: string | null; value: T | null; fault: string | null }>({
    path: null,
    value: null,
    fault: null,
  });
  useEffect(() => {
    if (path === null) return;
    const aborter = new AbortController();
    ask(path, { signal: aborter.signal })
      .then((body) => {
        setState({ path, value: read(body), fault: null });
      })
      .catch((error: unknown) => {
        if (aborter.signal.aborted) return;
        const fault = error instanceof ApiFault ? error.message : commonWords.unreadable;
        setState((before) => ({ path, value: before.path === path ? before.value : null, fault }));
      });
    return () => {
      aborter.abort();
    };
  }, [path, read, round]);
  const again = useCallback(() => {
    setRound((before) => before + 1);
  }, []);
  const current = state.path === path;
  return { value: current ? state.value : null, fault: current ? state.fault : null, again };
}
