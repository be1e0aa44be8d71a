import type { LiveAction } from '../wire/index.js';
import type { GlideClock } from './glide-clock.js';
import type { Link } from './reconnect.js';
import { emptyReplica, type Replica } from './replica.js';
import { firstLink } from './reconnect.js';

/** What the page looks at, all of it immutable: who holds a part may compare it by identity. */
export interface LiveState {
  readonly link: Link;
  readonly replica: Replica;
  /** The hub that the address asks for; null: the busiest. */
  readonly asked: string | null;
  /** When the last frame came and the last tick, ms of the page's clock; null before the first. */
  readonly lastFrameAt: number | null;
  readonly lastTickAt: number | null;
  /** The server answers neither ticks nor pings: the connection stands in name only. */
  readonly mute: boolean;
  /** The page's clock minus the server's, ms; null before the first frame that tells. */
  readonly clockOffset: number | null;
}

export const firstState: LiveState = {
  link: firstLink,
  replica: emptyReplica,
  asked: null,
  lastFrameAt: null,
  lastTickAt: null,
  mute: false,
  clockOffset: null,
};

/** A value outside of React that tells who subscribed when it changed. */
export class Store<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(first: T) {
    this.#value = first;
  }

  readonly get = (): T => this.#value;

  readonly set = (next: T): void => {
    if (Object.is(next, this.#value)) return;
    this.#value = next;
    for (const listener of this.#listeners) listener();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };
}

/** What panels can do beside looking. */
export interface LiveActions {
  readonly tryNow: () => void;
  readonly select: (hub: string | null) => void;
  readonly send: (action: LiveAction) => boolean;
}

export interface Live extends LiveActions {
  readonly state: Store<LiveState>;
  readonly glide: GlideClock;
}
