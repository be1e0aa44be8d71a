import type { RecordChange, Records, StoredRecord } from '@hubscope/core/record';
import { millis, SimulatedClock } from '@hubscope/core/time';
import {
  configuredChannel,
  keptChannel,
  notificationSettings,
  type ChannelSettings,
  type NotificationEvent,
  type Route,
} from '@hubscope/core/wire';
import type { Address } from '../http/address.js';
import { Notifier } from '../notifier.js';
import type { Timers, Told } from '../ports.js';
import { testMessage } from '../test-message.js';

export const began = 1_700_000_000_000;

/** What is kept, as a database keeps it: in text, and in order. It outlives the notifiers of a test. */
export class KeptRecords implements Records {
  readonly kept = new Map<string, string>();
  /** Commits that fail from now on. */
  failures = 0;

  commit(changes: readonly RecordChange[]): Promise<void> {
    if (this.failures > 0) {
      this.failures -= 1;
      return Promise.reject(new Error('the disk is full'));
    }
    for (const { collection, id, value } of changes) {
      if (value === null) this.kept.delete(`${collection}\n${id}`);
      else this.kept.set(`${collection}\n${id}`, JSON.stringify(value));
    }
    return Promise.resolve();
  }

  load(collection: string): Promise<readonly StoredRecord[]> {
    const start = `${collection}\n`;
    const found = [...this.kept]
      .filter(([key]) => key.startsWith(start))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return Promise.resolve(
      found.map(([key, value]) => ({ id: key.slice(start.length), value: JSON.parse(value) as unknown })),
    );
  }

  count(collection: string): number {
    return [...this.kept.keys()].filter((key) => key.startsWith(`${collection}\n`)).length;
  }
}

/** Timers that run when a test moves the clock. */
export class SimulatedTimers implements Timers {
  readonly #due = new Set<{ readonly at: number; readonly run: () => void }>();

  constructor(private readonly clock: SimulatedClock) {}

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.clock.now() + ms, run };
    this.#due.add(timer);
    return () => this.#due.delete(timer);
  }

  /** Sets the clock back: what was to come so many ms from now still is. */
  setBack(ms: number): void {
    const due = [...this.#due];
    this.#due.clear();
    for (const { at, run } of due) this.#due.add({ at: at - ms, run });
    this.clock.set(millis(this.clock.now() - ms));
  }

  /** Moves the clock on, and runs what is due on the way, each at its time. */
  async advance(ms: number): Promise<void> {
    const until = this.clock.now() + ms;
    for (;;) {
      await settled();
      const [next] = [...this.#due].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#due.delete(next);
      this.clock.set(millis(Math.max(this.clock.now(), next.at)));
      next.run();
    }
    this.clock.set(millis(until));
    await settled();
  }
}

/** Resolves when all that needs nothing but turns of the event loop is done. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Resolves once a condition holds; what it waits for is real traffic on this machine. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await settled();
}

export interface SceneOptions {
  readonly channels: readonly object[];
  readonly routes?: readonly Route[];
  readonly settings?: object;
  readonly records?: KeptRecords;
  readonly env?: Readonly<Record<string, string>>;
  readonly resolve?: (name: string) => Promise<readonly Address[]>;
}

/** A notifier whose time is simulated, with what it said. */
export class Scene {
  readonly clock = new SimulatedClock(millis(began));
  readonly timers = new SimulatedTimers(this.clock);
  readonly records: KeptRecords;
  readonly said: string[] = [];
  readonly told: Told[] = [];
  readonly notifier: Notifier;

  constructor({
    channels,
    routes = [],
    settings = {},
    records = new KeptRecords(),
    env = {},
    resolve,
  }: SceneOptions) {
    this.records = records;
    this.notifier = new Notifier({
      world: {
        clock: this.clock,
        env,
        resolve: resolve ?? (() => Promise.resolve([{ address: '127.0.0.1', family: 4 }])),
      },
      records,
      timers: this.timers,
      random: () => 1,
      channels: channels.map(settingsOf),
      routes,
      settings: notificationSettings.parse(settings),
      log: {
        error: (message, context) => {
          this.said.push(`${message} ${JSON.stringify(context)}`);
        },
      },
      told: (told) => {
        this.told.push(told);
      },
    });
  }

  /** Commits events as the judge does, together with their transitions. */
  async tell(...events: readonly NotificationEvent[]): Promise<void> {
    const changes = events.flatMap((event) => this.notifier.notifications(event));
    await this.records.commit(changes);
    this.notifier.committed(changes);
  }
}

/** A channel as it is kept, from what a test says of it. */
export function settingsOf(written: object): ChannelSettings {
  const { data } = configuredChannel.safeParse(written);
  return data ?? keptChannel.parse(written);
}

/** A channel to an address on this machine. */
export function local(fields: object): ChannelSettings {
  return settingsOf({ name: 'here', allow_internal: true, timeout: 5, ...fields });
}

export interface Happening {
  readonly incident?: string;
  readonly kind?: 'fired' | 'resolved' | 'updated';
  readonly hub?: string;
  readonly severity?: 'info' | 'warning' | 'critical';
  readonly name?: string;
  readonly message?: string;
  readonly at?: number;
}

/** An event of an incident. */
export function happening({
  incident = 'i1',
  kind = 'fired',
  hub = 'shop',
  severity = 'critical',
  name = 'High Latency',
  message = '182 ms, above 150 for 5 s',
  at = began,
}: Happening = {}): NotificationEvent {
  const [event] = testMessage(incident, kind === 'resolved' ? 'resolved' : 'fired', at).events;
  if (event === undefined) throw new Error('a message without an event');
  return {
    ...event,
    id: `${incident}/${kind === 'updated' ? severity : kind}`,
    kind,
    hub,
    incident: { ...event.incident, hub, severity, name, message, threshold: 150 },
    alert: { ...event.alert, hub, message, current_value: 182 },
    rule: { ...event.rule, severity: 'warning' },
  };
}
