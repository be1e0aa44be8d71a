/** Seconds a cell of the uptime strip. */
export const cellSeconds = 600;

/** What is known of a second, as two bits: `silent` has no telemetry and is not decided yet. */
export const secondStates = ['unknown', 'up', 'down', 'silent'] as const;
export type SecondState = (typeof secondStates)[number];

const places: Readonly<Record<SecondState, number>> = { unknown: 0, up: 1, down: 2, silent: 3 };
const bytes = cellSeconds / 4;

/** Ten minutes, second by second, in 150 bytes. */
export class UptimeCell {
  readonly #packed = new Uint8Array(bytes);
  readonly #counts: Record<SecondState, number> = { unknown: cellSeconds, up: 0, down: 0, silent: 0 };

  /** How many seconds are in a state. */
  count(state: SecondState): number {
    return this.#counts[state];
  }

  /** @param place 0–599 */
  at(place: number): SecondState {
    const bits = ((this.#packed[place >> 2] ?? 0) >> ((place & 3) * 2)) & 3;
    return secondStates[bits] ?? 'unknown';
  }

  set(place: number, state: SecondState): void {
    this.#counts[this.at(place)] -= 1;
    this.#counts[state] += 1;
    const shift = (place & 3) * 2;
    const others = (this.#packed[place >> 2] ?? 0) & ~(3 << shift);
    this.#packed[place >> 2] = others | (places[state] << shift);
  }

  /** As text to keep: two hexadecimal digits a byte. */
  text(): string {
    return Array.from(this.#packed, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  /** Reads a text back. What was not decided when it was written stays unknown: nobody was there to decide it. */
  static from(text: string): UptimeCell {
    const cell = new UptimeCell();
    for (let place = 0; place < cellSeconds; place += 1) {
      const byte = Number.parseInt(text.slice((place >> 2) * 2, (place >> 2) * 2 + 2), 16);
      const state = secondStates[(byte >> ((place & 3) * 2)) & 3];
      if (state === 'up' || state === 'down') cell.set(place, state);
    }
    return cell;
  }
}
