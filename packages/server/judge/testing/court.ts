import { Distribution } from '@hubscope/core/distribution';
import type { RecordChange, Records, StoredRecord } from '@hubscope/core/record';
import { hubId, SignalTable, type Point, type Reading, type Signal } from '@hubscope/core/signal';
import { millis, second, SimulatedClock } from '@hubscope/core/time';
import type { Alert, Judgement, NotificationEvent, Rule } from '@hubscope/core/wire';
import { rule } from '@hubscope/core/wire';
import { Judge } from '../judge.js';
import { finish } from '../steps.js';

export const start = 1_700_000_000;
const own = { title: '', unit: '', better: null, scale: 1, decimals: 0, wireName: null } as const;

/** The table of a server, whose own signals are rows too. */
export const table = new SignalTable([
  { ...own, name: 'dropped_data', fold: 'sum' },
  { ...own, name: 'store_failures', fold: 'sum' },
  { ...own, name: 'event_loop_delay', fold: 'distribution' },
]);

/** Records that a test can look into, and that fail when told to. */
export class Shelf implements Records {
  readonly kept = new Map<string, Map<string, unknown>>();
  /** What each commit held. */
  readonly commits: RecordChange[][] = [];
  failing = false;

  commit(changes: readonly RecordChange[]): Promise<void> {
    if (this.failing) return Promise.reject(new Error('the disk is full'));
    this.commits.push([...changes]);
    for (const { collection, id, value } of changes) {
      const there = this.kept.get(collection) ?? new Map<string, unknown>();
      this.kept.set(collection, there);
      // Through text and back, as a database would.
      if (value === null) there.delete(id);
      else there.set(id, JSON.parse(JSON.stringify(value)));
    }
    return Promise.resolve();
  }

  load(collection: string): Promise<readonly StoredRecord[]> {
    return Promise.resolve([...(this.kept.get(collection) ?? [])].map(([id, value]) => ({ id, value })));
  }
}

function readingOf({ fold, scale }: Signal, value: number): Reading {
  if (fold === 'ratio') return { fold, numerator: value, denominator: scale };
  if (fold !== 'distribution') return { fold: 'sum', value, seconds: 1 };
  const distribution = new Distribution();
  distribution.record(value);
  return { fold, distribution };
}

/** A point of a hub or component with these signals; of a distribution it is one operation. */
export function pointOf(
  hub: string,
  component: string | null,
  which: number,
  values: Readonly<Record<string, number | null>>,
): Point {
  const readings: (Reading | null)[] = table.signals.map(() => null);
  for (const [name, value] of Object.entries(values)) {
    const signal = table.get(name);
    if (value === null) continue;
    readings[signal.index] = readingOf(signal, value);
  }
  return { hub: hubId(hub), component, second: second(which), readings };
}

export interface CourtOptions {
  readonly rules?: readonly (Partial<Rule> & Pick<Rule, 'name'>)[] | null;
  readonly shelf?: Shelf;
  /** Seconds after {@link start}. */
  readonly now?: number;
}

/** A judge on a clock of its own, whose hubs are told second by second. */
export class Court {
  readonly clock: SimulatedClock;
  readonly shelf: Shelf;
  readonly told: NotificationEvent[] = [];
  readonly changed: Alert[] = [];
  readonly logged: string[] = [];
  /** What was concluded last. */
  judgement: Judgement | null = null;
  /** The thresholds in force, each time that it was told that rules are others. */
  readonly ruled: number[][] = [];
  readonly judge: Judge;
  /** Whether any channel takes what people are to be told. */
  heeded = true;
  /** What every stretch of history holds. */
  past: number | null = null;

  constructor({ rules = [], shelf = new Shelf(), now = 0 }: CourtOptions = {}) {
    this.clock = new SimulatedClock(millis((start + now) * 1000));
    this.shelf = shelf;
    this.judge = new Judge({
      clock: this.clock,
      table,
      records: shelf,
      past: { history: ({ columns }) => Promise.resolve(columns.map(() => [this.past])) },
      rules:
        rules?.map((each) =>
          rule.parse({
            signal: 'memory',
            condition: 'above',
            threshold: 100,
            for: 2,
            keep_firing_for: 2,
            ...each,
          }),
        ) ?? null,
      notifications: (event) => {
        if (!this.heeded) return [];
        this.told.push(event);
        return [{ collection: 'outbox', id: event.id, value: { kind: event.kind } }];
      },
      committed: () => undefined,
      changed: (alert) => this.changed.push(alert),
      rulesChanged: () => this.ruled.push(this.judge.rules.list().map(({ threshold }) => threshold)),
      log: {
        error: (message) => {
          this.logged.push(message);
        },
      },
    });
  }

  async open(): Promise<this> {
    await this.judge.restore();
    return this;
  }

  get now(): number {
    return this.clock.now() / 1000 - start;
  }

  /** A second of a hub closes, with values of the hub itself and of its components. */
  second(
    hub: string,
    values: Readonly<Record<string, number | null>>,
    components: Readonly<Record<string, Readonly<Record<string, number | null>>>> = {},
  ): Alert[] {
    const which = start + this.now;
    this.clock.advance(1000);
    finish(this.judge.tick());
    return this.#close(hub, which, values, components, false);
  }

  /** Late data changes a second, counted from {@link start}. */
  amend(
    hub: string,
    offset: number,
    values: Readonly<Record<string, number | null>>,
    components: Readonly<Record<string, Readonly<Record<string, number | null>>>> = {},
  ): Alert[] {
    return this.#close(hub, start + offset, values, components, true);
  }

  /** A second passes in which a hub is silent. */
  silent(hub: string): void {
    const which = second(start + this.now);
    this.clock.advance(1000);
    finish(this.judge.tick());
    finish(this.judge.silent(hubId(hub), which));
  }

  /** Seconds pass in which no hub reports; what is read meanwhile is read. */
  async passed(seconds: number): Promise<void> {
    const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    await settled();
    this.clock.advance(seconds * 1000);
    finish(this.judge.tick());
    await settled();
  }

  /** The same memory for some seconds. */
  memory(hub: string, ...values: (number | null)[]): void {
    for (const value of values) this.second(hub, { memory: value });
  }

  /** What people were told, in order: `fired shop`. */
  heard(): string[] {
    return this.told.map(({ kind, incident }) => `${kind} ${incident.name}`);
  }

  #close(
    hub: string,
    which: number,
    values: Readonly<Record<string, number | null>>,
    components: Readonly<Record<string, Readonly<Record<string, number | null>>>>,
    amended: boolean,
  ): Alert[] {
    const closed = {
      hub: hubId(hub),
      second: second(which),
      point: pointOf(hub, null, which, values),
      components: Object.entries(components).map(([key, each]) => pointOf(hub, key, which, each)),
      amended,
      lagMs: 0,
    };
    const { alerts, judgement } = finish(this.judge.second(closed));
    this.judgement = judgement;
    return [...alerts];
  }
}
