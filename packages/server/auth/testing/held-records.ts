import type { RecordChange } from '@hubscope/core/record';
import { KeptRecords } from './kept-records.js';

/** Records on a disk that is as slow as a test wants. */
export class HeldRecords extends KeptRecords {
  #held: (() => void) | null = null;
  readonly #waiting: (() => void)[] = [];

  override commit(changes: readonly RecordChange[]): Promise<void> {
    if (this.#held === null) return super.commit(changes);
    const taken = structuredClone(changes);
    const done = new Promise<void>((resolve) => {
      this.#waiting.push(() => {
        resolve(super.commit(taken));
      });
    });
    this.#held();
    return done;
  }

  /** What is committed from now on waits. Resolves when something does. */
  hold(): Promise<void> {
    return new Promise((resolve) => (this.#held = resolve));
  }

  /** What waits is on the disk, in its order. */
  letGo(): void {
    this.#held = null;
    for (const write of this.#waiting.splice(0)) write();
  }
}
