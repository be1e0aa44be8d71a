import {
  readStatistic,
  rollReadings,
  type Column,
  type ComponentKey,
  type HubId,
  type Reading,
} from '@hubscope/core/signal';
import type { Second } from '@hubscope/core/time';
import type { Against } from '@hubscope/core/wire';
import { stretches } from './references.js';
import type { References } from './source.js';

const minute = 60;
/** What a value is compared with is made anew so often, s of event time. */
const remakeEvery = 300;

/** References as they were at each moment of a past that is read from its beginning: minutes, merged again over the stretch. */
export class MovingReferences implements References {
  readonly #minutes = new Map<number, Reading>();
  #now = 0;
  #made: { readonly at: number; readonly value: number | null } | null = null;

  /** Takes in a second; later ones come later. */
  add(which: Second, reading: Reading | null): void {
    this.#now = which;
    if (reading === null) return;
    const number = Math.floor(which / minute);
    const known = this.#minutes.get(number);
    this.#minutes.set(number, known === undefined ? reading : rollReadings(known, reading));
  }

  reference(_hub: HubId, _component: ComponentKey | null, column: Column, against: Against): number | null {
    const at = Math.floor(this.#now / remakeEvery);
    if (this.#made?.at === at) return this.#made.value;
    const { ago, length } = stretches[against];
    const first = Math.floor((this.#now - ago) / minute);
    let rolled: Reading | null = null;
    for (let number = first; number < first + length / minute; number += 1) {
      const reading = this.#minutes.get(number);
      if (reading !== undefined) rolled = rolled === null ? reading : rollReadings(rolled, reading);
    }
    const value = readStatistic(column.signal, rolled, column.statistic);
    this.#made = { at, value };
    return value;
  }
}
