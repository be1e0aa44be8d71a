import { DatabaseFailure } from './database-process.js';
import type { Catalog, Database } from './database.js';

/** How long another process may still hold the file that a server before this one had open, ms. */
const lockPatienceMs = 4000;
const lockPauseMs = 50;

export interface LentDatabaseOptions {
  /** Makes a database that is not open yet. */
  readonly make: () => Database;
  /** How long it stays open unasked, ms. */
  readonly idleMs: number;
  /** Sets a damaged file aside; the next open makes a new one. */
  readonly setAside: (why: string) => Promise<void>;
}

const text = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether the file itself is at fault, and not the disk, the rights or another process. */
export function isDamage(error: unknown): boolean {
  return /not a valid DuckDB|Could not read enough bytes|corrupt|checksum|Serialization Error|INTERNAL Error|FATAL Error/i.test(
    text(error),
  );
}

const isLocked = (error: unknown): boolean =>
  /set lock on file|being used by another process/i.test(text(error));

/** The database, open while somebody uses it and a while longer. */
export class LentDatabase {
  readonly #options: LentDatabaseOptions;
  #opening: Promise<{ readonly database: Database; readonly catalog: Catalog }> | null = null;
  #users = 0;
  #idle: NodeJS.Timeout | null = null;
  #closing: Promise<void> = Promise.resolve();
  /** The one that was made last: it may not have opened yet. */
  #made: Database | null = null;
  #closed = false;

  constructor(options: LentDatabaseOptions) {
    this.#options = options;
  }

  /** Runs something with the open database. @throws what opening or running throws */
  async use<T>(run: (database: Database, catalog: Catalog) => Promise<T>): Promise<T> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    this.#users += 1;
    try {
      await this.#closing;
      this.#opening ??= this.#open();
      const { database, catalog } = await this.#opening;
      return await run(database, catalog);
    } catch (error) {
      // A process that ended is no use to the next; one that answered with an error is.
      if (!(error instanceof DatabaseFailure) || error.kind === 'Ended') await this.#letGo();
      throw error;
    } finally {
      this.#users -= 1;
      if (this.#users === 0) this.#rest();
    }
  }

  /** For good; whatever is under way is broken off where the database can't be closed in its time. */
  async close(): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#closed = true;
    await this.#made?.close();
    await this.#letGo();
  }

  #rest(): void {
    this.#idle = setTimeout(() => void this.#letGo(), this.#options.idleMs);
    this.#idle.unref();
  }

  #letGo(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    if (opening !== null) {
      this.#closing = opening.then(
        ({ database }) => database.close(),
        () => undefined,
      );
    }
    return this.#closing;
  }

  async #open(): Promise<{ readonly database: Database; readonly catalog: Catalog }> {
    const begun = performance.now();
    for (let damaged = false; ;) {
      if (this.#closed) throw new DatabaseFailure('the database is closed', 'Ended');
      const database = this.#options.make();
      this.#made = database;
      try {
        return { database, catalog: await database.open() };
      } catch (error) {
        await database.close();
        if (isDamage(error) && !damaged) {
          damaged = true;
          await this.#options.setAside(text(error));
        } else if (isLocked(error) && performance.now() - begun < lockPatienceMs) {
          await new Promise((resolve) => setTimeout(resolve, lockPauseMs));
        } else throw error;
      }
    }
  }
}
