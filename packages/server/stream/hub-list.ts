import type { Hubs } from './hubs.js';
import { textFrame } from './text-frame.js';
import type { Viewer } from './viewer.js';

/** The list of hubs that viewers of the live form hold, encoded once for all of them. */
export class HubList {
  readonly #hubs: Hubs;
  #edition = 1;
  #encoded: { edition: number; frame: Buffer } | null = null;

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
    if (this.#encoded?.edition !== this.#edition) {
      const frame = textFrame(JSON.stringify({ type: 'hubs', hubs: this.#hubs.list() }));
      this.#encoded = { edition: this.#edition, frame };
    }
    viewer.hubsEdition = this.#edition;
    viewer.post(this.#encoded.frame);
  }
}
