/** The optimizations, each a switch that all threads see at once. */
export const switchNames = ['cache', 'batching', 'balancing', 'transfer'] as const;

export type SwitchName = (typeof switchNames)[number];

/** What each does when it is on. */
export const switchWords: Readonly<Record<SwitchName, string>> = {
  cache: 'What was read of a passage is kept, not read anew',
  batching: 'A question’s passages go to an analyst together',
  balancing: 'The idlest analyst gets the work',
  transfer: 'Passages change hands as bytes, not as copied objects',
};

export class Switches {
  readonly #flags: Int32Array;

  /** @param memory shared by all threads; a fresh one, all off, unless given */
  constructor(readonly memory = new SharedArrayBuffer(4 * switchNames.length)) {
    this.#flags = new Int32Array(memory);
  }

  on(name: SwitchName): boolean {
    return Atomics.load(this.#flags, switchNames.indexOf(name)) === 1;
  }

  turn(name: SwitchName, on: boolean): void {
    Atomics.store(this.#flags, switchNames.indexOf(name), on ? 1 : 0);
  }

  all(): Record<SwitchName, boolean> {
    return {
      cache: this.on('cache'),
      batching: this.on('batching'),
      balancing: this.on('balancing'),
      transfer: this.on('transfer'),
    };
  }
}
