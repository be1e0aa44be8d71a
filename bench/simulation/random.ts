/** Numbers that are the same for the same seed, fast enough for days of seconds. Source: Blackman & Vigna, xoshiro128**. */
export class Random {
  #a: number;
  #b: number;
  #c = 0x243f6a88;
  #d = 0xb7e15162;
  #spare: number | null = null;

  constructor(readonly seed: number) {
    this.#a = Math.imul(seed, 2654435761) >>> 0;
    this.#b = (seed ^ 0x9e3779b9) >>> 0;
    for (let turn = 0; turn < 20; turn += 1) this.uniform();
  }

  /** In (0, 1). */
  uniform(): number {
    const shifted = this.#b << 9;
    const scrambled = Math.imul(this.#b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return (result + 0.5) / 2 ** 32;
  }

  /** Mean 0, standard deviation 1. Source: Box & Muller (1958). */
  normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Mean 1. */
  exponential(): number {
    return -Math.log(this.uniform());
  }
}
