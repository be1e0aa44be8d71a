import { reaches, type Grant } from '@hubscope/core/access';
import type { Hubs } from './hubs.js';
import { textFrame } from './text-frame.js';
import type { Viewer } from './viewer.js';

/** The list of hubs that viewers of the live form hold, encoded once for all who may see the same. */
export class HubList {
  readonly #hubs: Hubs;
  #edition = 1;
  #all: { edition: number; frame: Buffer } | null = null;
  /** Of grants that are for some hubs. */
  readonly #some = new WeakMap<Grant, { edition: number; frame: Buffer }>();

  constructor(hubs: Hubs) {
    this.#hubs = hubs;
  }

  /** A hub came, went or took another state. */
  changed(viewers: Iterable<Viewer>): void {
    this.#edition += 1;
    this.keepUp(viewers);
  }

  /** Sends the list to those that have an older edition; who can't take it now is tried again. */
  keepUp(viewers: Iterable<Viewer>): void {
    for (const viewer of viewers) {
      if (viewer.form === 'live' && viewer.hubsEdition !== this.#edition && viewer.idle) this.tell(viewer);
    }
  }

  tell(viewer: Viewer): void {
    viewer.hubsEdition = this.#edition;
    viewer.post(this.#frame(viewer.grant));
  }

  #frame(grant: Grant): Buffer {
    const known = grant.hubs === null ? this.#all : this.#some.get(grant);
    if (known?.edition === this.#edition) return known.frame;
    const hubs = this.#hubs.list().filter(({ name }) => reaches(grant, name));
    const made = { edition: this.#edition, frame: textFrame(JSON.stringify({ type: 'hubs', hubs })) };
    if (grant.hubs === null) this.#all = made;
    else this.#some.set(grant, made);
    return made.frame;
  }
}
