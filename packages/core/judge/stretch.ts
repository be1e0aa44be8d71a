/** What a stretch of seconds comes to, filled second by second so that an hour is summed up without an object a step. */
export class Stretch {
  total = 0;
  weight = 0;
  /** The greatest value of a second, and the newest second that had it; −∞ and −1 where nothing is known. */
  max = -Infinity;
  maxAt = -1;
  min = Infinity;
  minAt = -1;

  /** Forgets all. */
  clear(): void {
    [this.total, this.weight] = [0, 0];
    [this.max, this.maxAt] = [-Infinity, -1];
    [this.min, this.minAt] = [Infinity, -1];
  }

  /** One second more, later than those before; `weight` is above zero. */
  add(which: number, total: number, weight: number): void {
    const value = total / weight;
    this.total += total;
    this.weight += weight;
    if (value >= this.max) {
      this.max = value;
      this.maxAt = which;
    }
    if (value <= this.min) {
      this.min = value;
      this.minAt = which;
    }
  }

  /** All of a stretch that follows. */
  append(later: Stretch): void {
    this.total += later.total;
    this.weight += later.weight;
    if (later.max >= this.max) {
      this.max = later.max;
      this.maxAt = later.maxAt;
    }
    if (later.min <= this.min) {
      this.min = later.min;
      this.minAt = later.minAt;
    }
  }
}
