import type { SignalTable } from '@hubscope/core/signal';
import { millis, SimulatedClock } from '@hubscope/core/time';
import { Windows, type ClosedSecond } from '@hubscope/core/window';
import { config } from '@hubscope/core/wire';
import { DatabaseProcess, DuckStore, finish, HubStates, Judge, signalTables } from '@hubscope/server/stages';
import { setImmediate } from 'node:timers/promises';
import type { SimulatedHub } from './hub.js';

/** After its end a second's telemetry arrives, ms. */
const arrivesMs = 150;
/** How often the store is asked to take in what is full, and windows to forget what is gone, s. */
const tendEvery = 60;
/** The database may be behind by so much, s: it takes in five minutes at a time, and has the next five for it. */
const behindMost = 300;

/** The process that has the database open, or had it last. */
interface Lent {
  process: DatabaseProcess | null;
}

/** The stages of a server, under a clock that a simulation moves: windows, judge and the store on disk with its own process. */
export class House {
  readonly table: SignalTable;
  readonly store: DuckStore;
  readonly #clock: SimulatedClock;
  readonly #windows: Windows;
  readonly #states: HubStates;
  readonly #judge: Judge;
  readonly #lent: Lent;
  /** The store takes in what is full while seconds go on, as it does in a server. */
  #tending: Promise<void> = Promise.resolve();
  /** Seconds of hubs and components that were written. */
  points = 0;

  private constructor(clock: SimulatedClock, table: SignalTable, store: DuckStore, lent: Lent) {
    this.#lent = lent;
    this.table = table;
    this.store = store;
    this.#clock = clock;
    const log = {
      error: (message: string, context: object): never => {
        throw new Error(`${message}: ${JSON.stringify(context)}`);
      },
    };
    this.#judge = new Judge({
      clock,
      table,
      records: store.records,
      past: {
        history: async (query) =>
          (await store.history(query)).map(({ values }) =>
            Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
          ),
      },
      rules: null,
      notifications: () => [],
      committed: () => undefined,
      changed: () => undefined,
      log,
    });
    this.#windows = new Windows({
      clock,
      table,
      closed: (second) => {
        this.#closed(second);
      },
      marker: () => undefined,
    });
    this.#states = new HubStates(this.#windows, table);
  }

  /** @param from s since the epoch: the clock stands there */
  static async open(folder: string, from: number): Promise<House> {
    const clock = new SimulatedClock(millis(from * 1000));
    const { table, added: signals } = signalTables(config.parse({}));
    const lent: Lent = { process: null };
    const store = await DuckStore.open({
      database: (options) => (lent.process = new DatabaseProcess(options)),
      folder,
      clock,
      table,
      signals,
      say: (sentence) => {
        throw new Error(sentence);
      },
    });
    const house = new House(clock, table, store, lent);
    await house.#judge.restore();
    return house;
  }

  /** Of the process that has the database open; null where there is none. */
  get databasePid(): number | null {
    return this.#lent.process?.pid ?? null;
  }

  /** Lets a second pass in which these hubs report. */
  async second(at: number, hubs: readonly SimulatedHub[]): Promise<void> {
    this.#clock.set(millis((at + 1) * 1000 + arrivesMs));
    for (const hub of hubs) this.#windows.accept(hub.second(at));
    finish(this.#judge.tick());
    // What waits for the disk has a turn.
    await setImmediate();
    if (at % tendEvery !== 0) return;
    this.#windows.prune();
    if (at % behindMost === 0) await this.#tending;
    this.#tending = this.store.tend();
  }

  /** Lets the last seconds close and writes what is left. */
  async close(): Promise<void> {
    this.#clock.advance(15_000);
    this.#windows.advance();
    await this.#judge.stop();
    await this.#tending;
    await this.store.tend();
    await this.store.close();
  }

  #closed(closed: ClosedSecond): void {
    this.#states.closed(closed);
    finish(this.#judge.second(closed));
    this.store.write([closed.point, ...closed.components]);
    this.points += 1 + closed.components.length;
  }
}
