import { componentKey, type Component } from '../signal/index.js';
import { shift, type Second } from '../time/index.js';

/** A component that is remembered. */
export interface Entry {
  readonly key: string;
  readonly folded: false;
  /** Operations, halved at each review: recent work counts most. */
  activity: number;
  seen: Second;
  admitted: boolean;
}

/** Where what has no row is counted. */
const folded = { key: componentKey({ kind: 'other', name: 'other' }), folded: true } as const;

const reviewSeconds = 5;
/** A row whose component did nothing for this long is given up, s. */
const keepSeconds = 3600;

/**
 * Decides which components of a hub have a row of their own: the busiest, up to a bound. It remembers a few times as many names,
 * so that one that becomes busy wins its row at the next review.
 */
export class Roster {
  readonly #entries = new Map<string, Entry>();
  readonly #rows: number;
  #admitted = 0;
  #reviewed: Second | null = null;
  /** The newest second in which something found no row. */
  #folded: Second | null = null;

  constructor(rows: number) {
    this.#rows = rows;
  }

  /** Counts an operation of a component. Answers its entry where it has a row of its own, else that of `other`. */
  admit(component: Component, now: Second): Entry | typeof folded {
    const key = componentKey(component);
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      if (this.#entries.size >= 4 * this.#rows) this.#prune();
      entry = { key, folded: false, activity: 0, seen: now, admitted: this.#admitted < this.#rows };
      if (entry.admitted) this.#admitted += 1;
      this.#entries.set(key, entry);
    }
    this.worked(entry, now);
    if (this.#reviewed === null || now >= shift(this.#reviewed, reviewSeconds)) this.#review(now);
    if (entry.admitted) return entry;
    if (this.#folded === null || now > this.#folded) this.#folded = now;
    return folded;
  }

  /** Counts one more operation of a component. */
  worked(entry: Entry, now: Second): void {
    entry.activity += 1;
    if (now > entry.seen) entry.seen = now;
  }

  /** Keys that worked at or after a second: those with a row of their own, and that of `other` where any had none. */
  active(since: Second): string[] {
    const keys: string[] = [];
    for (const entry of this.#entries.values())
      if (entry.admitted && entry.seen >= since) keys.push(entry.key);
    if (this.#folded !== null && this.#folded >= since) keys.push(folded.key);
    return keys;
  }

  #review(now: Second): void {
    this.#reviewed = now;
    for (const entry of this.#entries.values()) {
      if (entry.seen < shift(now, -keepSeconds)) this.#entries.delete(entry.key);
    }
    const full = this.#entries.size > this.#rows;
    const ranked = full ? this.#ranked() : [...this.#entries.values()];
    ranked.forEach((entry, rank) => {
      entry.admitted = rank < this.#rows;
      entry.activity /= 2;
    });
    this.#admitted = Math.min(ranked.length, this.#rows);
  }

  #prune(): void {
    for (const entry of this.#ranked().slice(2 * this.#rows)) {
      this.#entries.delete(entry.key);
      if (entry.admitted) this.#admitted -= 1;
    }
  }

  /** Busiest first; of equals the one that has a row, so that rows do not change hands for nothing. */
  #ranked(): Entry[] {
    return [...this.#entries.values()].sort(
      (a, b) => b.activity - a.activity || Number(b.admitted) - Number(a.admitted),
    );
  }
}
