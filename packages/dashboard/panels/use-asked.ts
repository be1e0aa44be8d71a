'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiFault, ask } from '../live/api.js';
import { commonWords } from '../words/common.js';
import { useUndone } from './overlay.js';

export interface Asked<T> {
  /** null until it came. */
  readonly value: T | null;
  readonly fault: string | null;
  /** Asks once more; what is there stays meanwhile. */
  readonly again: () => void;
}

/** What the API answers at a path; asked anew when the path changes, and when something was undone. */
export function useAsked<T>(path: string | null, read: (body: unknown) => T): Asked<T> {
  return useAskedOf(path, (signal) => (path === null ? null : ask(path, { signal }).then(read)));
}

/**
 * The same where what is asked for moves with time.
 * @param of what is asked about: asked anew, and what is there let go of, when it changes; null: nothing is asked
 * @param asking asks as things are at that moment, until `signal` gives up; null: there is nothing to ask yet
 */
export function useAskedOf<T>(
  of: string | null,
  asking: (signal: AbortSignal) => Promise<T> | null,
): Asked<T> {
  const [round, setRound] = useState(0);
  const undone = useUndone();
  const [state, setState] = useState<{ of: string | null; value: T | null; fault: string | null }>({
    of: null,
    value: null,
    fault: null,
  });
  const latest = useRef(asking);
  useEffect(() => {
    latest.current = asking;
  });
  useEffect(() => {
    if (of === null) return;
    const aborter = new AbortController();
    latest
      .current(aborter.signal)
      ?.then((value) => {
        if (!aborter.signal.aborted) setState({ of, value, fault: null });
      })
      .catch((error: unknown) => {
        if (aborter.signal.aborted) return;
        const fault = error instanceof ApiFault ? error.message : commonWords.unreadable;
        setState((before) => ({ of, value: before.of === of ? before.value : null, fault }));
      });
    return () => {
      aborter.abort();
    };
  }, [of, round, undone]);
  const again = useCallback(() => {
    setRound((before) => before + 1);
  }, []);
  const current = state.of === of;
  return { value: current ? state.value : null, fault: current ? state.fault : null, again };
}
