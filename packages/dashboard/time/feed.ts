import type { Marker } from '@hubscope/core/wire';
import { ApiFault, apiPath, ask, historyAnswerOf, markersOf } from '../live/api.js';
import { type HubView, newestSecond, type Value, Store, type LiveState } from '@hubscope/core/live';
import type { SeenStore } from '../live/seen-store.js';
import { historyOf, joined, plainName, type History } from './history.js';
import type { Place, Places } from './place.js';
import { endsOf, roomOf, stepFor } from './range.js';
import { chartWords } from '../words/charts.js';

/** What the charts show where it is not the live minute. */
export interface Past {
  readonly status: 'loading' | 'ready' | 'failed';
  /** What went wrong, in words. */
  readonly fault: string | null;
  /** What is drawn; while another stretch loads, still the one before. */
  readonly history: History | null;
  /** The ends of what is drawn, s since the epoch. */
  readonly from: number;
  readonly to: number;
  /** Whether its right edge is now. */
  readonly follows: boolean;
  /** Each column over the whole stretch, from merged distributions; null where it follows or is not known yet. */
  readonly whole: Readonly<Record<string, Value>> | null;
  readonly markers: readonly Marker[];
}

const historyColumns = [
  'throughput',
  'latency.mean',
  'latency.p50',
  'latency.p95',
  'latency.p99',
  'error_rate',
  'memory',
  'cpu',
] as const;

/** How wide the charts are, CSS px; null while none stands. */
function chartWidth(): number | null {
  return document.querySelector('.chart .window')?.clientWidth ?? null;
}

/** How far back late data may still change what was shown, s. */
const lateSeconds = 120;
/** The end of what is followed is asked for at least so far apart, s. */
const leastRefresh = 5;

/** Fetches the stretch of time that the page's place names, and follows it where its edge is now. */
export class HistoryFeed {
  readonly past = new Store<Past | null>(null);
  readonly #seen: SeenStore<LiveState>;
  readonly #places: Places;
  #aborter: AbortController | null = null;
  #loaded: { readonly key: string; readonly of: string; readonly edge: number } | null = null;
  #refreshedAt = 0;
  #stop: (() => void) | null = null;

  constructor(seen: SeenStore<LiveState>, places: Places) {
    this.#seen = seen;
    this.#places = places;
  }

  start(): void {
    const unsubscribes = [this.#seen.subscribe(this.#look), this.#places.place.subscribe(this.#look)];
    this.#stop = () => {
      for (const unsubscribe of unsubscribes) unsubscribe();
      this.#aborter?.abort();
    };
    this.#look();
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
    this.#loaded = null;
  }

  /** Tries again after a failure. */
  readonly again = (): void => {
    this.#loaded = null;
    this.#look();
  };

  readonly #look = (): void => {
    const { view } = this.#seen.get().replica;
    const place = this.#places.place.get();
    // Elsewhere nothing draws it; what was loaded is there on the way back.
    if (place.view !== 'hub') return;
    const newest = view === null ? null : newestSecond(view.series);
    if (view === null || view.name === null || (place.range.kind === 'live' && place.component === null)) {
      this.#aborter?.abort();
      this.#loaded = null;
      this.past.set(null);
      return;
    }
    const of = JSON.stringify([view.name, place.component]);
    const key = of + JSON.stringify(place.range);
    const edge = newest === null ? Math.floor(Date.now() / 1000) : newest + 1;
    // What is newer than the tail that is asked for would be a gap.
    const missed = place.range.kind !== 'past' && edge - (this.#loaded?.edge ?? edge) > lateSeconds;
    if (this.#loaded?.key !== key || missed) {
      // What belongs to another hub is not to be seen while this one's is on its way.
      if (this.#loaded?.of !== of) this.past.set(null);
      this.#loaded = { key, of, edge };
      void this.#load(view.name, place, edge, view);
    } else if (place.range.kind !== 'past' && this.#loaded.edge !== edge) {
      this.#loaded = { key, of, edge };
      this.#follow(view, place, edge);
    }
  };

  /** Columns to ask for: what the charts draw, and what thresholds watch. */
  #columns(view: HubView): string {
    return [...new Set([...historyColumns, ...view.thresholds.map(({ column }) => column)])].join(',');
  }

  async #load(hub: string, place: Place, edge: number, view: HubView): Promise<void> {
    this.#aborter?.abort();
    const aborter = new AbortController();
    this.#aborter = aborter;
    const { from, to } = endsOf(place.range, edge);
    const follows = place.range.kind !== 'past';
    const before = this.past.get();
    this.past.set(
      before === null
        ? { status: 'loading', fault: null, history: null, from, to, follows, whole: null, markers: [] }
        : { ...before, status: 'loading', fault: null },
    );
    const path = `/hubs/${encodeURIComponent(hub)}/history`;
    const { signal } = aborter;
    const points = roomOf(chartWidth());
    const step = stepFor(to - from, points);
    const query = { signals: this.#columns(view), component: place.component };
    try {
      const begin = Math.floor(from / step) * step;
      const ends = { from: begin * 1000, to: to * 1000 };
      const [body, whole, markers] = await Promise.all([
        ask(apiPath(path, { ...query, ...ends, step: step * 1000, points }), { signal }),
        follows
          ? null
          : ask(apiPath(path, { ...query, from: from * 1000, to: to * 1000, step: (to - from) * 1000 }), {
              signal,
            }),
        ask(apiPath('/markers', { hub }), { signal }),
      ]);
      if (aborter.signal.aborted) return;
      this.#refreshedAt = edge;
      this.past.set({
        status: 'ready',
        fault: null,
        history: historyOf(historyAnswerOf(body)),
        from,
        to,
        follows,
        whole:
          whole === null
            ? null
            : Object.fromEntries(
                Object.entries(historyAnswerOf(whole).signals).map(([name, values]) => [
                  name,
                  values[0] ?? null,
                ]),
              ),
        markers: markersOf(markers),
      });
    } catch (error) {
      if (aborter.signal.aborted) return;
      const fault = error instanceof ApiFault ? error.message : chartWords.notRead;
      this.past.set({ status: 'failed', fault, history: null, from, to, follows, whole: null, markers: [] });
    }
  }

  /** A second has come: it joins the history by itself where a step is a second, and is asked for where it is longer. */
  #follow(view: HubView, place: Place, edge: number): void {
    const before = this.past.get();
    if (before?.history === null || before === null || before.status !== 'ready') return;
    const { from, to } = endsOf(place.range, edge);
    const { history } = before;
    const tail = history.step === 1 ? newestSeconds(view, place.component) : null;
    this.past.set({ ...before, from, to, history: tail === null ? history : joined(history, tail, from) });
    if (edge - this.#refreshedAt < Math.max(leastRefresh, tail === null ? history.step : 4 * leastRefresh))
      return;
    this.#refreshedAt = edge;
    void this.#refresh(view, place, edge, history.step);
  }

  async #refresh(view: HubView, place: Place, edge: number, step: number): Promise<void> {
    const aborter = this.#aborter;
    if (view.name === null || aborter === null) return;
    const begin = Math.floor((edge - lateSeconds - step) / step) * step;
    try {
      const body = await ask(
        apiPath(`/hubs/${encodeURIComponent(view.name)}/history`, {
          signals: this.#columns(view),
          component: place.component,
          from: begin * 1000,
          to: edge * 1000,
          step: step * 1000,
          points: roomOf(chartWidth()),
        }),
        { signal: aborter.signal },
      );
      const before = this.past.get();
      if (aborter.signal.aborted || before?.status !== 'ready' || before.history === null) return;
      this.past.set({
        ...before,
        history: joined(before.history, historyOf(historyAnswerOf(body)), before.from),
      });
    } catch {
      // What is shown stays; the next second tries again, and a lost connection is said by its banner.
    }
  }
}

/** What the live form has told of the newest seconds: all that is kept of a hub, one second of a component. */
export function newestSeconds(view: HubView, component: string | null): History | null {
  const { series } = view;
  if (series.from === null || series.length === 0) return null;
  if (component === null) {
    const columns = Object.fromEntries(
      view.columns.map((name, index) => [plainName(name), series.columns[index] ?? []]),
    );
    return { from: series.from, step: 1, length: series.length, columns };
  }
  const row = view.components.get(component);
  const columns = Object.fromEntries(
    view.componentColumns.map((name, index) => [plainName(name), [row?.values[index] ?? null]]),
  );
  return { from: series.from + series.length - 1, step: 1, length: 1, columns };
}
