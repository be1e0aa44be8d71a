/**
 * A CPU budget that a program keeps for itself, as a container's limit would: time is credited at the rate of the limit, what was
 * used is debited, and work is admitted only while something is left. What was used too much is paid back first.
 */
export class CpuBudget {
  readonly #cores: number;
  readonly #burstMs: number;
  #left: number;
  #at: number;
  #used: number;

  /**
   * @param cores the limit
   * @param burstMs the most CPU time that can be saved up, ms
   */
  constructor(cores: number, burstMs: number, nowMs: number, usedMs: number) {
    this.#cores = cores;
    this.#burstMs = burstMs;
    this.#left = 0;
    this.#at = nowMs;
    this.#used = usedMs;
  }

  /**
   * Whether work may begin.
   * @param nowMs a steady clock
   * @param usedMs CPU time of the whole process so far
   */
  admits(nowMs: number, usedMs: number): boolean {
    this.#left += (nowMs - this.#at) * this.#cores - (usedMs - this.#used);
    this.#left = Math.min(this.#left, this.#burstMs);
    this.#at = nowMs;
    this.#used = usedMs;
    return this.#left > 0;
  }
}
