'use client';
import { useMemo } from 'react';
import { newestSecond } from '@hubscope/core/live';
import { apiPath, ask, historyAnswerOf } from '../live/api.js';
import { useLive, useLiveConnection } from '../live/live-context.js';
import { useWhileSeen } from '../live/while-seen.js';
import { useAskedOf } from '../panels/use-asked.js';
import { newestSeconds, type Past } from '../time/feed.js';
import { historyOf } from '../time/history.js';
import type { Pinned } from '../time/pinned.js';
import { endsOf, stepFor, valuesInSight } from '../time/range.js';
import { usePlace } from '../time/use-place.js';
import { linesOf, wantedOf, type Came, type Wanted } from './lines.js';
import { sourcesOf } from './specs.js';

/** How often the live minute is asked for where frames do not bring it, ms. */
const liveEveryMs = 2000;
/** A longer stretch that follows now is asked for once a step, and no more often than this, ms. */
const leastEveryMs = 5000;

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly came: readonly Came[];
}

/** What there is for charts of nothing but the hub's own present, and for all others. */
interface Stretches {
  readonly own: Stretch | null;
  readonly asked: Stretch | null;
}

/** The charts of a view over what the page looks at, in its order; and how to ask again after a fault. */
export interface Board {
  readonly pasts: readonly Past[];
  readonly again: () => void;
}

/** What the charts of a view show. The hub's own live minute comes with the frames; all else is asked for, a request a source. */
export function useBoard(pinned: readonly Pinned[]): Board {
  const live = useLiveConnection();
  const { range } = usePlace();
  const view = useLive(({ replica }) => replica.view);
  const hub = view?.name ?? null;
  const known = view !== null && newestSecond(view.series) !== null;
  const wanted = useMemo(() => wantedOf(pinned), [pinned]);
  const asWell = useMemo(
    () => wanted.filter(({ component, before }) => range.kind !== 'live' || component !== null || before > 0),
    [wanted, range.kind],
  );
  const step =
    range.kind === 'live' ? 1 : stepFor(range.kind === 'last' ? range.span : range.to - range.from);
  const { value, fault, again } = useAskedOf(
    hub === null || !known || asWell.length === 0 ? null : JSON.stringify([hub, range, asWell]),
    (signal): Promise<Stretch> | null => {
      const { view: newest } = live.state.get().replica;
      const edge = newest === null ? null : newestSecond(newest.series);
      if (hub === null || edge === null) return null;
      const { from, to } = endsOf(range, edge + 1);
      return Promise.all(asWell.map((each) => came(hub, each, { from, to, step }, signal))).then((all) => ({
        from,
        to,
        came: all,
      }));
    },
  );
  const everyMs = range.kind === 'live' ? liveEveryMs : Math.max(leastEveryMs, 1000 * step);
  useWhileSeen(everyMs, range.kind === 'past' || asWell.length === 0 ? null : again);

  const stretches = useMemo((): Stretches => {
    if (range.kind !== 'live') return { own: value, asked: value };
    const seconds = view === null ? null : newestSeconds(view, null);
    if (seconds === null) return { own: null, asked: null };
    const own = { source: { component: null, before: 0 }, history: seconds };
    return {
      own: { ...endsOf(range, seconds.from + seconds.length), came: [own] },
      asked: value === null ? null : { ...value, came: [own, ...value.came] },
    };
  }, [range, value, view]);
  const pasts = useMemo(
    () =>
      pinned.map((chart) => {
        // Lines that are asked for end where their answer does: one that runs ahead would leave the others unknown at the edge.
        const isOwn = sourcesOf(chart).every(({ component, before }) => component === null && before === 0);
        const stretch = isOwn ? stretches.own : stretches.asked;
        return pastOf(chart, stretch, fault, step, range.kind !== 'past', view?.markers ?? []);
      }),
    [pinned, stretches, fault, step, range.kind, view?.markers],
  );
  return { pasts, again };
}

async function came(
  hub: string,
  { component, before, columns }: Wanted,
  { from, to, step }: { readonly from: number; readonly to: number; readonly step: number },
  signal: AbortSignal,
): Promise<Came> {
  const begin = Math.floor((from - before) / step) * step;
  const body = await ask(
    apiPath(`/hubs/${encodeURIComponent(hub)}/history`, {
      signals: columns.join(','),
      component,
      from: begin * 1000,
      to: (to - before) * 1000,
      step: step * 1000,
      points: valuesInSight,
    }),
    { signal },
  );
  return { source: { component, before }, history: historyOf(historyAnswerOf(body)) };
}

function pastOf(
  chart: Pinned,
  stretch: Stretch | null,
  fault: string | null,
  step: number,
  follows: boolean,
  markers: Past['markers'],
): Past {
  const { from, to } = stretch ?? { from: 0, to: 1 };
  const begin = Math.floor(from / step) * step;
  const grid = { from: begin, step, length: Math.ceil((to - begin) / step) };
  return {
    status: stretch !== null ? 'ready' : fault !== null ? 'failed' : 'loading',
    fault,
    history: stretch === null ? null : linesOf(chart, stretch.came, grid),
    from,
    to,
    follows,
    whole: null,
    markers,
  };
}
