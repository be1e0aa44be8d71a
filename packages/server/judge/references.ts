import type { Column, ComponentKey, HubId } from '@hubscope/core/signal';
import { secondOf, shift, type Clock, type Second } from '@hubscope/core/time';
import type { Against } from '@hubscope/core/wire';
import type { References } from './source.js';

/** A stretch of history, as the store understands it. */
export interface PastQuery {
  readonly hub: HubId;
  readonly component: ComponentKey | null;
  readonly from: Second;
  /** Excluded. */
  readonly to: Second;
  readonly stepSeconds: number;
  readonly columns: readonly Column[];
}

/** The past, read from the store. */
export interface Past {
  /** One array a column, one value a step, null where nothing is known. */
  history(query: PastQuery): Promise<readonly (readonly (number | null)[])[]>;
}

/** The stretch that stands for each comparison: where it begins before now, and how long it is, s. */
export const stretches: Readonly<Record<Against, { readonly ago: number; readonly length: number }>> = {
  // The last minute is left out: a change is not to be compared with itself.
  hour: { ago: 3660, length: 3600 },
  yesterday: { ago: 86_400 + 150, length: 300 },
};

const refreshEvery = 60;
/** What nobody asked for in this time is not read again, s. */
const forgetAfter = 300;
const maxEntries = 5000;

interface Entry {
  readonly query: Pick<PastQuery, 'hub' | 'component'>;
  readonly column: Column;
  readonly against: Against;
  value: number | null;
  asked: Second;
  read: Second | null;
}

/** What values are compared with, read from the store once a minute: the whole stretch merged, then its mean or quantile. */
export class PastReferences implements References {
  readonly #entries = new Map<string, Entry>();
  #reading = false;

  constructor(
    private readonly clock: Clock,
    private readonly past: Past,
  ) {}

  reference(hub: HubId, component: ComponentKey | null, column: Column, against: Against): number | null {
    const key = JSON.stringify([hub, component, column.name, against]);
    const now = secondOf(this.clock.now());
    const known = this.#entries.get(key);
    if (known !== undefined) {
      known.asked = now;
      return known.value;
    }
    if (this.#entries.size < maxEntries)
      this.#entries.set(key, {
        query: { hub, component },
        column,
        against,
        value: null,
        asked: now,
        read: null,
      });
    return null;
  }

  /** Reads what is due, one after another. Call it each second. */
  async refresh(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      for (const [key, entry] of this.#entries) {
        const now = secondOf(this.clock.now());
        if (entry.asked < now - forgetAfter) this.#entries.delete(key);
        else if (entry.read === null || entry.read <= now - refreshEvery) {
          entry.read = now;
          entry.value = await this.#read(entry, now);
        }
      }
    } finally {
      this.#reading = false;
    }
  }

  async #read({ query, column, against }: Entry, now: Second): Promise<number | null> {
    const { ago, length } = stretches[against];
    const from = shift(now, -ago);
    const values = await this.past.history({
      ...query,
      from,
      to: shift(from, length),
      stepSeconds: length,
      columns: [column],
    });
    return values[0]?.[0] ?? null;
  }
}
