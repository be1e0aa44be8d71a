import {
  type HubView,
  newestSecond,
  Store,
  type Live,
  lifeOf,
  type Life,
  type LiveState,
} from '@hubscope/core/live';
import type { SeenStore } from '../live/seen-store.js';
import { whileSeen } from '../live/while-seen.js';

/** What the charts draw from, made anew each second: the hub's values and where the right edge stood when it was made. */
export interface Scene {
  readonly view: HubView;
  /** The newest second that is shown, s since the epoch. */
  readonly until: number;
  /** The moment of event time at the right edge when the scene was made, s since the epoch with a fraction. */
  readonly origin: number;
  readonly life: Life;
  /** How far the edge stands behind the page's clock, s. */
  readonly behind: number;
}

/** How often the scene is looked at between frames: seconds that came in one burst appear one by one, and a gap grows. */
const lookMs = 250;

/** Makes scenes from a connection until it is stopped, while the page can be seen. */
export class SceneMaker {
  readonly scene = new Store<Scene | null>(null);
  readonly #live: Pick<Live, 'glide'>;
  readonly #seen: SeenStore<LiveState>;
  readonly #now: () => number;
  #stop: (() => void) | null = null;

  constructor(live: Pick<Live, 'glide'>, seen: SeenStore<LiveState>, now: () => number) {
    this.#live = live;
    this.#seen = seen;
    this.#now = now;
  }

  start(): void {
    const unsubscribe = this.#seen.subscribe(this.#make);
    const rest = whileSeen(lookMs, this.#make);
    this.#stop = () => {
      unsubscribe();
      rest();
    };
    this.#make();
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }

  readonly #make = (): void => {
    const state = this.#seen.get();
    const { view } = state.replica;
    const now = this.#now();
    const edge = this.#live.glide.edge(now);
    const until = this.#live.glide.shown(now);
    if (view === null || edge === null || until === null || newestSecond(view.series) === null) {
      this.scene.set(null);
      return;
    }
    const life = lifeOf(state);
    const before = this.scene.get();
    const same = before !== null && before.view === view && before.until === until && before.life === life;
    // A live chart glides by itself; only where time goes on without data must the scene be made anew, once a second.
    if (same && (life === 'live' || edge - before.origin < 1)) return;
    this.scene.set({ view, until, origin: edge, life, behind: now / 1000 - edge });
  };
}
