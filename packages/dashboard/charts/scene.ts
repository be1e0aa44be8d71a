import { type HubView, newestSecond, Store, type Live, lifeOf, type Life } from '@hubscope/core/live';

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

/** Makes scenes from a connection until it is stopped. */
export class SceneMaker {
  readonly scene = new Store<Scene | null>(null);
  readonly #live: Live;
  readonly #now: () => number;
  #stop: (() => void) | null = null;

  constructor(live: Live, now: () => number) {
    this.#live = live;
    this.#now = now;
  }

  start(): void {
    const unsubscribe = this.#live.state.subscribe(this.#make);
    const timer = setInterval(this.#make, lookMs);
    this.#stop = () => {
      unsubscribe();
      clearInterval(timer);
    };
    this.#make();
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
  }

  readonly #make = (): void => {
    const state = this.#live.state.get();
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
