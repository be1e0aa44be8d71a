import type { FaultLog } from '@hubscope/core/log';
import type { RecordChange, Records } from '@hubscope/core/record';
import type { Timers } from './ports.js';

/** How long to wait before a commit that failed is tried again, ms. */
const retryMs = 1000;

/** Commits until it is done: what was sent must not be sent again only because the disk was full for a moment. */
export class Committer {
  #stopped = false;

  constructor(
    private readonly records: Records,
    private readonly timers: Timers,
    private readonly log: FaultLog,
  ) {}

  stop(): void {
    this.#stopped = true;
  }

  /** @returns whether it was committed; it is not where the server stops meanwhile */
  async commit(changes: readonly RecordChange[]): Promise<boolean> {
    for (let failures = 0; ; failures += 1) {
      try {
        await this.records.commit(changes);
        return true;
      } catch (error) {
        if (failures === 0) this.log.error('notifications could not be written', { error: String(error) });
        if (this.#stopped) return false;
        await new Promise<void>((resolve) => {
          this.timers.after(retryMs, resolve);
        });
      }
    }
  }
}
