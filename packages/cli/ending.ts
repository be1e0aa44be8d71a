import type { Log } from '@hubscope/core/log';
import { exitCodes } from './exit-codes.js';
import type { Signals } from './signals.js';

/** How long all of it may take, ms: it is promised that the process ends within 5 s of the signal. */
const withinMs = 4000;

export interface EndingOptions {
  readonly signals: Pick<Signals, 'on'>;
  readonly log: Log;
  /** Ends the process. */
  readonly exit: (code: number) => void;
}

/** What keeps the process, as Node calls it, and how much of each: a `ProcessWrap` is a process that was started. */
function held(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/**
 * Ends the process with 0 on SIGTERM and SIGINT, at any time from its making on: what the server holds is written, viewers are told. The
 * same with another code where something is thrown that nobody catches: what is left is not to be trusted, and whoever runs it starts it anew.
 *
 * What takes longer than may be is left. Telemetry and records are in the journal, which is written twice a second whatever else is
 * waited for; a start that is broken off, or work of the database, is done again by the next start.
 */
export class Ending {
  readonly #options: EndingOptions;
  readonly #steps: { readonly what: string; readonly run: () => Promise<unknown> }[] = [];
  #begun = false;
  #code: number = exitCodes.done;

  constructor(options: EndingOptions) {
    this.#options = options;
    options.signals.on('stop', () => void this.#end());
  }

  /** Whether the process is about to end. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Adds what is to be done before all that was added before. */
  first(what: string, run: () => Promise<unknown>): void {
    this.#steps.unshift({ what, run });
  }

  /** Ends it because of an error that nobody expected. */
  broken(error: unknown): void {
    this.#options.log.error('the server met what nobody expected, and ends in order', {
      code: 'broken',
      error,
    });
    this.#code = exitCodes.broken;
    void this.#end();
  }

  async #end(): Promise<void> {
    if (this.#begun) return;
    this.#begun = true;
    const { log, exit } = this.#options;
    log.info('the server stops', {});
    let underWay = '';
    const late = setTimeout(() => {
      log.warn('the stop takes too long: what is left is done by the next start', {
        under_way: underWay,
        held: held(),
      });
      exit(this.#code);
    }, withinMs);
    for (const { what, run } of this.#steps) {
      underWay = what;
      await run().catch((error: unknown) => {
        log.error('a part of the stop failed', { part: what, error });
      });
    }
    clearTimeout(late);
    exit(this.#code);
  }
}
