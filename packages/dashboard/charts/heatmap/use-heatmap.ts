'use client';
import { newestSecond } from '@hubscope/core/live';
import { apiPath, ask } from '../../live/api.js';
import { useLive, useLiveConnection } from '../../live/live-context.js';
import { useWhileSeen } from '../../live/while-seen.js';
import { useAskedOf, type Asked } from '../../panels/use-asked.js';
import { endsOf } from '../../time/range.js';
import { usePlace } from '../../time/use-place.js';
import { heatmapOf, type Heatmap } from './heatmap.js';

const columns = 120;
const rows = 24;
/** How often the live minute is asked for, ms. */
const liveEveryMs = 2000;
/** A longer stretch that follows now is asked for once a column, and no more often than this, ms. */
const leastEveryMs = 5000;
/** So far left of the live minute too, s: its edge glides. */
const beyond = 3;

/** The heatmap of a signal over what the page looks at; followed where its edge is now. */
export function useHeatmap(signal: string): Asked<Heatmap> {
  const live = useLiveConnection();
  const { component, range } = usePlace();
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const known = useLive(({ replica }) => replica.view !== null && newestSecond(replica.view.series) !== null);
  const asked = useAskedOf(
    hub === null || !known ? null : JSON.stringify([hub, component, signal, range]),
    (aborted) => {
      const { view } = live.state.get().replica;
      const newest = view === null ? null : newestSecond(view.series);
      if (hub === null || newest === null) return null;
      const { from, to } = endsOf(range, newest + 1);
      const begin = range.kind === 'live' ? from - beyond : from;
      const query = { signal, component, columns, rows, from: begin * 1000, to: to * 1000 };
      return ask(apiPath(`/hubs/${encodeURIComponent(hub)}/heatmap`, query), { signal: aborted }).then(
        heatmapOf,
      );
    },
  );
  const everyMs = range.kind === 'last' ? Math.max(leastEveryMs, (1000 * range.span) / columns) : liveEveryMs;
  useWhileSeen(everyMs, range.kind === 'past' ? null : asked.again);
  return asked;
}
