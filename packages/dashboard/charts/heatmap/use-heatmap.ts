'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { newestSecond } from '@hubscope/core/live';
import { ApiFault, apiPath, ask } from '../../live/api.js';
import { useLive, useLiveConnection } from '../../live/live-context.js';
import { useWhileSeen } from '../../panels/use-while-seen.js';
import { endsOf } from '../../time/range.js';
import { usePlace } from '../../time/use-place.js';
import { heatmapOf, type Heatmap } from './heatmap.js';
import { heatmapWords } from '../../words/heatmap.js';

const columns = 120;
const rows = 24;
/** How often the live minute is asked for, ms. */
const liveEveryMs = 2000;
/** A longer stretch that follows now is asked for once a column, and no more often than this, ms. */
const leastEveryMs = 5000;
/** So far left of the live minute too, s: its edge glides. */
const beyond = 3;

interface Asked {
  readonly heatmap: Heatmap | null;
  readonly fault: string | null;
}

const nothing: Asked = { heatmap: null, fault: null };

/** The heatmap of a signal over what the page looks at; followed where its edge is now. */
export function useHeatmap(signal: string): Asked {
  const live = useLiveConnection();
  const { component, range } = usePlace();
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const known = useLive(({ replica }) => replica.view !== null && newestSecond(replica.view.series) !== null);
  const of = hub === null || !known ? null : JSON.stringify([hub, component, signal, range]);
  const [found, setFound] = useState<Asked & { readonly of: string | null }>({ ...nothing, of: null });
  const aborter = useRef<AbortController | null>(null);

  const look = useCallback(() => {
    const { view } = live.state.get().replica;
    const newest = view === null ? null : newestSecond(view.series);
    if (of === null || hub === null || newest === null) return;
    const { from, to } = endsOf(range, newest + 1);
    const begin = range.kind === 'live' ? from - beyond : from;
    const mine = new AbortController();
    aborter.current?.abort();
    aborter.current = mine;
    const query = { signal, component, columns, rows, from: begin * 1000, to: to * 1000 };
    ask(apiPath(`/hubs/${encodeURIComponent(hub)}/heatmap`, query), { signal: mine.signal })
      .then((body) => {
        setFound({ of, heatmap: heatmapOf(body), fault: null });
      })
      .catch((error: unknown) => {
        if (mine.signal.aborted) return;
        const fault = error instanceof ApiFault ? error.message : heatmapWords.notRead;
        // What is there stays: the next look tries again.
        setFound((before) => ({ of, heatmap: before.of === of ? before.heatmap : null, fault }));
      });
  }, [live, of, hub, component, signal, range]);

  useEffect(() => {
    look();
    return () => aborter.current?.abort();
  }, [look]);
  const again = useCallback(() => {
    if (range.kind !== 'past') look();
  }, [look, range.kind]);
  const everyMs = range.kind === 'last' ? Math.max(leastEveryMs, (1000 * range.span) / columns) : liveEveryMs;
  useWhileSeen(everyMs, again);
  return found.of === of ? found : nothing;
}
