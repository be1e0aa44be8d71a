/**
 * Remembers keys for a time, in generations: the oldest of three is forgotten whole when the newest is full or old. What is
 * remembered is bounded by `capacity`, and kept at least `keepMs` while it fits.
 */
export class Recent<Value> {
  readonly #keepMs: number;
  readonly #generationCapacity: number;
  #generations = [new Map<string, Value>(), new Map<string, Value>(), new Map<string, Value>()];
  #turnedAt = -Infinity;

  constructor(keepMs: number, capacity: number) {
    this.#keepMs = keepMs;
    this.#generationCapacity = Math.max(1, Math.floor(capacity / 3));
  }

  get(key: string): Value | undefined {
    for (const generation of this.#generations) {
      const value = generation.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  set(key: string, value: Value, nowMs: number): void {
    const newest = this.#generations[0];
    if (nowMs - this.#turnedAt >= this.#keepMs / 2 || (newest?.size ?? 0) >= this.#generationCapacity) {
      this.#generations = [new Map<string, Value>(), ...this.#generations.slice(0, 2)];
      this.#turnedAt = nowMs;
    }
    this.#generations[0]?.set(key, value);
  }

  delete(key: string): void {
    for (const generation of this.#generations) generation.delete(key);
  }
}
