import { Store } from '@hubscope/core/live';
import { pinnedOfQuery, putPinned, type Pinned } from './pinned.js';
import { liveRange, putRange, rangeOfQuery, sameRange, type Range } from './range.js';

const views = ['hubs', 'incidents', 'calls', 'charts', 'verdict', 'doctor'] as const;

/** What the page looks at. The address holds all of it, so that a link shows another person the same. */
export interface Place {
  /** null: the busiest hub. */
  readonly hub: string | null;
  /** `kind:name` of one of its components; null: the hub as a whole. */
  readonly component: string | null;
  readonly range: Range;
  /** How distributions are drawn. */
  readonly look: 'lines' | 'heatmap';
  /**
   * `hubs`: all hubs at a glance; `incidents`: what fired in the past; `calls`: which component calls which; `charts`: those that
   * were pinned; `verdict`: one that was kept under its link; `doctor`: why no data is seen.
   */
  readonly view: 'hub' | (typeof views)[number];
  /** The incident that is looked at, by id; only among incidents. */
  readonly incident: string | null;
  /** The verdict that is looked at, by id; only as a verdict. */
  readonly verdict: string | null;
  /** The charts that the address pins, only among charts; null: those that this browser keeps. */
  readonly pinned: readonly Pinned[] | null;
}

export const firstPlace: Place = {
  hub: null,
  component: null,
  range: liveRange,
  look: 'lines',
  view: 'hub',
  incident: null,
  verdict: null,
  pinned: null,
};

function some(text: string | null): string | null {
  return text === null || text === '' ? null : text;
}

export function placeOfQuery(query: URLSearchParams): Place {
  return {
    hub: some(query.get('hub')),
    component: some(query.get('component')),
    range: rangeOfQuery(query),
    look: query.get('look') === 'heatmap' ? 'heatmap' : 'lines',
    view: views.find((view) => view === query.get('view')) ?? 'hub',
    incident: some(query.get('incident')),
    verdict: some(query.get('verdict')),
    pinned: pinnedOfQuery(query),
  };
}

/** The address of a place, relative to the page; what else stands in the present one (`kiosk`) stays. */
export function queryOfPlace(place: Place, present = ''): string {
  const query = new URLSearchParams(present);
  for (const name of ['hub', 'component', 'view', 'incident', 'verdict', 'look', 'chart']) query.delete(name);
  if (place.hub !== null) query.set('hub', place.hub);
  if (place.component !== null) query.set('component', place.component);
  if (place.view !== 'hub') query.set('view', place.view);
  if (place.view === 'incidents' && place.incident !== null) query.set('incident', place.incident);
  if (place.view === 'verdict' && place.verdict !== null) query.set('verdict', place.verdict);
  if (place.view === 'charts' && place.pinned !== null) putPinned(query, place.pinned);
  if (place.look !== 'lines') query.set('look', place.look);
  putRange(query, place.range);
  return `?${query.toString()}`;
}

export function samePlace(a: Place, b: Place): boolean {
  return queryOfPlace(a) === queryOfPlace(b);
}

/** The page's place, kept in step with its address. */
export class Places {
  readonly place = new Store<Place>(firstPlace);
  /** The ranges that a zoom came from, newest last: a double click goes back through them. */
  #zoomedFrom: Range[] = [];

  start(): void {
    window.addEventListener('popstate', this.#read);
    this.#read();
  }

  stop(): void {
    window.removeEventListener('popstate', this.#read);
  }

  readonly #read = (): void => {
    this.#zoomedFrom = [];
    this.place.set(placeOfQuery(new URLSearchParams(window.location.search)));
  };

  /** Goes to a place; `quietly` without a step in the browser's own history. */
  readonly go = (part: Partial<Place>, quietly = false): void => {
    const before = this.place.get();
    const next = { ...before, ...part };
    if (samePlace(before, next)) return;
    const address = queryOfPlace(next, window.location.search);
    if (quietly) window.history.replaceState(null, '', address);
    else window.history.pushState(null, '', address);
    if (part.range === undefined) this.#zoomedFrom = [];
    this.place.set(next);
  };

  /** Shows a range that was picked by name. */
  readonly show = (range: Range): void => {
    this.#zoomedFrom = [];
    this.go({ range });
  };

  /** Goes closer (or aside) within what is shown, so that {@link back} leads out again. */
  readonly zoom = (range: Range): void => {
    const before = this.place.get().range;
    if (sameRange(before, range)) return;
    this.#zoomedFrom = [...this.#zoomedFrom.slice(-50), before];
    this.go({ range });
  };

  /** Moves through time; a hundred small moves are no hundred steps back. */
  readonly pan = (range: Range): void => {
    this.go({ range }, true);
  };

  /** Back to the range from which the last zoom came; from the last of them to Live. */
  readonly back = (): void => {
    this.go({ range: this.#zoomedFrom.pop() ?? liveRange });
  };
}
