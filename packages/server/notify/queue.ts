import type { FaultLog } from '@hubscope/core/log';
import type { RecordChange } from '@hubscope/core/record';
import { Allowance } from '@hubscope/core/time';
import type { ChannelSettings, ChannelState, Delivery } from '@hubscope/core/wire';
import { attempt, type World } from './attempt.js';
import { backoffMs } from './backoff.js';
import type { Answer } from './channel.js';
import type { Committer } from './committer.js';
import type { DeliveryLog } from './delivery-log.js';
import { idOf, kept, type Entry, type Outgoing } from './kept.js';
import { batchOf, dueAt, laneOf, newLane, outgoingOf, setBack, type Grouping, type Lane } from './lanes.js';
import type { Timers, Told } from './ports.js';
import { told as toldAt } from './quiet.js';
import { maxEventsOf, usesThreads } from './table.js';
import type { Threads } from './threads.js';
import { kindOf } from './view.js';

/** Attempts of one channel under way at once. */
const maxInFlight = 4;
/** How often a channel that keeps quiet looks whether the hours are over, ms. */
const quietLookMs = 30_000;
/** Incidents that a line of the log names. */
const maxNamed = 100;

export interface QueueOptions {
  readonly id: string;
  readonly settings: ChannelSettings;
  readonly world: World;
  readonly grouping: Grouping;
  readonly giveUpMs: number;
  readonly timers: Timers;
  readonly random: () => number;
  readonly committer: Committer;
  readonly threads: Threads;
  readonly deliveries: DeliveryLog;
  readonly log: FaultLog;
  readonly told: (told: Told) => void;
}

type Current = NonNullable<Lane['current']>;

/** What one channel is to tell: its own queue, so that a channel that is down delays nobody else. */
export class ChannelQueue {
  /** Events that were dropped for want of room, refused or given up. */
  dropped = 0;
  /** Events that are being written and come once they are on disk. */
  coming = 0;
  readonly #options: QueueOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #allowance: Allowance;
  readonly #stopped = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #size = 0;
  #cancel: (() => void) | null = null;
  /** When it looked last; null before. */
  #looked: number | null = null;
  #lastSentAt: number | null = null;
  #lastError: string | null = null;
  #failing = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
    const { messages, per } = options.settings.rate_limit;
    this.#allowance = new Allowance(messages, per * 1000);
  }

  get settings(): ChannelSettings {
    return this.#options.settings;
  }

  /** Events that are not told yet. */
  get size(): number {
    return this.#size + this.coming;
  }

  state(): ChannelState {
    return {
      waiting: this.size,
      dropped: this.dropped,
      last_sent_at: this.#lastSentAt,
      last_error: this.#lastError,
      failing: this.#failing,
    };
  }

  /** Takes in an event that is on disk. Call {@link look} after the last of them. */
  add(entry: Entry): void {
    const lane = this.#lane(laneOf(entry, maxEventsOf(this.settings)));
    lane.waiting.set(idOf(this.#options.id, entry.event.id), { entry, since: this.#now() });
    this.#size += 1;
  }

  /** Takes in a message that was under way when the server ended; its first attempt comes at once. */
  resume(message: Outgoing, entries: readonly Entry[]): void {
    const lane = this.#lane(message.lane);
    lane.current = { message, entries, attempts: 0, due: this.#now(), said: '', status: null };
    this.#size += entries.length;
  }

  /** All that is not told yet, to be handed to a queue that stands in for this one. */
  contents(): {
    readonly waiting: Entry[];
    readonly messages: { message: Outgoing; entries: readonly Entry[] }[];
  } {
    const lanes = [...this.#lanes.values()];
    return {
      waiting: lanes.flatMap(({ waiting }) => [...waiting.values()].map(({ entry }) => entry)),
      messages: lanes.flatMap(({ current }) => (current === null ? [] : [current])),
    };
  }

  /** Messages whose attempts failed so far. */
  retrying(): Delivery[] {
    return [...this.#lanes.values()].flatMap(({ current }) =>
      current === null || current.attempts === 0
        ? []
        : [this.#delivery(current, 'retrying', current.attempts)],
    );
  }

  /** Starts what is due, and comes back when the next is. */
  look(): void {
    if (!this.settings.enabled || this.#stopped.signal.aborted) return;
    this.#cancel?.();
    const now = this.#now();
    this.#keepTime(now);
    let next = Infinity;
    for (const lane of [...this.#lanes.values()]) {
      if (this.#running.size >= maxInFlight) break;
      if (lane.busy) continue;
      const due = this.#dueOf(lane, now);
      if (due > now) {
        next = Math.min(next, due);
        continue;
      }
      if (!this.#allowance.take(now)) {
        next = now + this.#allowance.waitMs(now);
        break;
      }
      this.#start(lane, now);
    }
    if (next === Infinity) return;
    this.#cancel = this.#options.timers.after(Math.max(1, next - now), () => {
      this.look();
    });
  }

  /** Where the clock was set back, what was to come in seconds must not come in an hour. */
  #keepTime(now: number): void {
    const back = (this.#looked ?? now) - now;
    this.#looked = now;
    if (back > 0) for (const lane of this.#lanes.values()) setBack(lane, back);
  }

  /** Stops looking and breaks off what is under way; it is on disk, and is told again after the next start. */
  async stop(): Promise<void> {
    this.#cancel?.();
    this.#stopped.abort(new Error('the server stops'));
    await Promise.all(this.#running);
  }

  #now(): number {
    return this.#options.world.clock.now();
  }

  #lane(name: string): Lane {
    const lane = this.#lanes.get(name) ?? newLane(name);
    this.#lanes.set(name, lane);
    return lane;
  }

  #batch(lane: Lane, now: number): ReturnType<typeof batchOf> {
    const { id, threads, settings } = this.#options;
    const maxEvents = maxEventsOf(settings);
    const told = toldAt(now, settings.quiet_hours);
    return batchOf(lane, told, maxEvents, (incident) =>
      usesThreads(settings) ? threads.find(id, incident) : null,
    );
  }

  /** When a lane has something to do; lanes that are over are let go. */
  #dueOf(lane: Lane, now: number): number {
    if (lane.current !== null) return lane.current.due;
    const { grouping } = this.#options;
    if (lane.waiting.size === 0) {
      const over = (lane.lastDone ?? -Infinity) + grouping.intervalMs;
      if (over <= now) this.#lanes.delete(lane.name);
      return over <= now ? Infinity : over;
    }
    const batch = this.#batch(lane, now);
    return batch === null ? now + quietLookMs : dueAt(lane, batch.since, grouping);
  }

  #start(lane: Lane, now: number): void {
    lane.busy = true;
    // To the end of the row: no lane is served twice before the others.
    this.#lanes.delete(lane.name);
    this.#lanes.set(lane.name, lane);
    const run = this.#run(lane, now)
      .catch((error: unknown) => {
        this.#options.log.error('a notification failed unexpectedly', { error: String(error) });
        if (lane.current !== null) lane.current.due = this.#now() + quietLookMs;
      })
      .finally(() => {
        lane.busy = false;
        this.#running.delete(run);
        this.look();
      });
    this.#running.add(run);
  }

  async #run(lane: Lane, now: number): Promise<void> {
    const current = lane.current ?? (await this.#putTogether(lane, now));
    if (current === null) return;
    const { message, entries } = current;
    const answer = await attempt(
      this.settings,
      {
        key: message.key,
        hub: message.hub,
        events: entries.map(({ event }) => event),
        thread: message.thread,
        test: false,
      },
      this.#options.world,
      this.#stopped.signal,
    );
    // What was broken off is told again, whatever came of it; what was taken is written down all the same.
    if (!answer.ok && this.#stopped.signal.aborted) return;
    await this.#conclude(lane, current, answer);
  }

  /** Makes a message of what waits and writes it before it is sent. */
  async #putTogether(lane: Lane, now: number): Promise<Current | null> {
    const { id, committer } = this.#options;
    const batch = this.#batch(lane, now);
    if (batch === null) return null;
    const message = outgoingOf(id, lane, batch.entries, batch.thread, now);
    if (!(await committer.commit([kept.messages.put(idOf(id, message.key), message)]))) return null;
    for (const entry of message.entries) lane.waiting.delete(entry);
    lane.current = { message, entries: batch.entries, attempts: 0, due: now, said: '', status: null };
    return lane.current;
  }

  async #conclude(lane: Lane, current: Current, answer: Answer): Promise<void> {
    const { random, giveUpMs, log, threads, id } = this.#options;
    const now = this.#now();
    const attempts = current.attempts + 1;
    Object.assign(current, { attempts, said: answer.said, status: answer.status });
    if (answer.ok) {
      this.#failing = 0;
      this.#lastError = null;
      this.#lastSentAt = now;
      const { thread } = answer;
      const incidents = current.entries.map(({ event }) => event.incident.id);
      const threaded = thread === null ? [] : threads.add(id, incidents, thread, now);
      await this.#finish(lane, current, 'sent', threaded);
      return;
    }
    this.#failing += 1;
    this.#lastError = answer.said;
    const over = now - current.message.first_at >= giveUpMs;
    const said = {
      channel: this.settings.name,
      key: current.message.key,
      attempts,
      status: answer.status,
      said: answer.said,
    };
    if (answer.again && !over) {
      // Aloud at the first failure, and then ever more seldom.
      if (Number.isInteger(Math.log2(attempts))) log.error('a notification could not be delivered yet', said);
      current.due = now + backoffMs(attempts, random(), answer.retryAfterMs);
      return;
    }
    this.dropped += current.entries.length;
    const outcome = answer.again ? 'gave_up' : 'refused';
    log.error(outcome === 'refused' ? 'a notification was refused' : 'a notification was given up', {
      ...said,
      events: current.entries.length,
    });
    await this.#finish(lane, current, outcome, []);
  }

  /** Takes a message out of the outbox and writes down what became of it, in one commit. */
  async #finish(
    lane: Lane,
    current: Current,
    outcome: Told['outcome'],
    more: readonly RecordChange[],
  ): Promise<void> {
    const { id, committer, deliveries, told } = this.#options;
    const { message, entries } = current;
    const log = deliveries.add(id, this.#delivery(current, outcome, current.attempts));
    const done = await committer.commit([
      kept.messages.remove(idOf(id, message.key)),
      ...message.entries.map((entry) => kept.entries.remove(entry)),
      ...log,
      ...more,
    ]);
    if (!done) return;
    lane.current = null;
    lane.lastDone = this.#now();
    this.#size -= entries.length;
    told({ channel: this.settings.name, events: entries.map(({ event }) => event), outcome });
  }

  #delivery(
    { message, entries, status, said }: Current,
    state: Delivery['state'],
    attempts: number,
  ): Delivery {
    const events = entries.map(({ event }) => event);
    const incidents = new Set(events.map(({ incident }) => incident.id));
    return {
      id: message.key,
      hub: message.hub,
      kind: kindOf(events),
      incidents: [...incidents].slice(0, maxNamed),
      events: events.length,
      state,
      attempts,
      first_at: message.first_at,
      at: this.#now(),
      status,
      said: said.slice(0, 500),
    };
  }
}
