import type { RecordChange } from '@hubscope/core/record';
import type {
  ChannelAnswer,
  ChannelReply,
  ChannelSettings,
  ChannelState,
  Delivery,
  NewChannel,
  NotificationEvent,
  Route,
} from '@hubscope/core/wire';
import { randomUUID } from 'node:crypto';
import { attempt, replyOf, type World } from './attempt.js';
import { Committer } from './committer.js';
import { DeliveryLog } from './delivery-log.js';
import { idOf, kept, type Entry } from './kept.js';
import type { NotifierOptions } from './ports.js';
import { ChannelQueue } from './queue.js';
import { Registry, shown, type Registered } from './registry.js';
import { gets } from './routing.js';
import { holds } from './table.js';
import { testMessage } from './test-message.js';
import { Threads } from './threads.js';

/** Events that one channel may have waiting; past it new ones are dropped, counted and said. */
const maxWaiting = 20_000;
/** Drops are said once in this time, ms. */
const sayEveryMs = 60_000;

/** What was done with all events since the start. */
export interface NotifierStats {
  readonly sent: number;
  readonly dropped: number;
  readonly waiting: number;
}

/** Tells people of incidents: an outbox on disk, a queue a channel, and the channels themselves. */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #world: World;
  readonly #registry: Registry;
  readonly #committer: Committer;
  readonly #threads = new Threads();
  readonly #deliveries = new DeliveryLog();
  readonly #queues = new Map<string, ChannelQueue>();
  /** Handed out to be committed, by their ids in the outbox. */
  readonly #uncommitted = new Map<string, Entry>();
  readonly #stopped = new AbortController();
  #routes: readonly Route[];
  #order = 0;
  #sent = 0;
  #dropped = 0;
  #saidAt = -Infinity;

  constructor(options: NotifierOptions) {
    this.#options = options;
    this.#routes = options.routes;
    this.#world = { ...options.world, publicUrl: options.settings.public_url };
    this.#registry = new Registry(options.channels, options.settings.secrets_folder);
    this.#committer = new Committer(options.records, options.timers, options.log);
    for (const registered of this.#registry.all()) this.#open(registered);
  }

  /** Takes in what the last run left. Call it once, before anything else. */
  async restore(): Promise<void> {
    const { records, log } = this.#options;
    const unread = (id: string, why: string): void => {
      log.error('what is kept of notifications could not be read', { id, why });
    };
    for (const [id, settings] of await kept.channels.load(records, unread)) {
      this.#open(this.#registry.put(id, settings));
    }
    this.#threads.restore((await kept.threads.load(records, unread)).values());
    this.#deliveries.restore((await kept.log.load(records, unread)).values());
    const entries = await kept.entries.load(records, unread);
    const messages = await kept.messages.load(records, unread);
    const changes = this.#resume(entries, messages);
    if (changes.length > 0) await this.#committer.commit(changes);
  }

  /** Begins to tell what waits. */
  start(): void {
    for (const queue of this.#queues.values()) queue.look();
  }

  /** What is to be kept so that an event is told; commit it together with the transition that it tells of. */
  notifications(event: NotificationEvent): RecordChange[] {
    const changes: RecordChange[] = [];
    for (const { id, settings } of this.#registry.all()) {
      if (!gets(settings, this.#routes, event)) continue;
      const queue = this.#queues.get(id);
      if (queue === undefined || queue.size >= maxWaiting) {
        this.#drop(settings.name, queue);
        continue;
      }
      this.#order += 1;
      const entry = { channel: id, order: this.#order, event };
      const key = idOf(id, event.id);
      if (!this.#uncommitted.has(key)) queue.coming += 1;
      this.#uncommitted.set(key, entry);
      changes.push(kept.entries.put(key, entry));
    }
    return changes;
  }

  /** Some changes are on disk: the events among them are told from now on. */
  committed(changes: readonly RecordChange[]): void {
    const touched = new Set<ChannelQueue>();
    for (const { collection, id } of changes) {
      if (collection !== kept.entries.name) continue;
      const entry = this.#uncommitted.get(id);
      this.#uncommitted.delete(id);
      const queue = entry === undefined ? undefined : this.#queues.get(entry.channel);
      if (entry === undefined || queue === undefined) continue;
      queue.coming -= 1;
      queue.add(entry);
      touched.add(queue);
    }
    for (const queue of touched) queue.look();
  }

  list(): ChannelAnswer[] {
    return this.#registry.all().map((registered) => this.#shown(registered));
  }

  /** @throws HubscopeError `unknown_channel` */
  find(id: string): ChannelAnswer {
    return this.#shown(this.#registry.find(id));
  }

  /** @throws HubscopeError where it can't be made */
  async create(asked: NewChannel): Promise<ChannelAnswer> {
    const settings = this.#registry.checkNew(asked);
    const id = randomUUID();
    await this.#options.records.commit([kept.channels.put(id, settings)]);
    const registered = this.#registry.put(id, settings);
    this.#open(registered);
    return this.#shown(registered);
  }

  /** What waits is told by the new settings. @throws HubscopeError where it can't be changed so */
  async replace(id: string, asked: NewChannel): Promise<ChannelAnswer> {
    const settings = this.#registry.checkChanged(id, asked);
    await this.#options.records.commit([kept.channels.put(id, settings)]);
    const registered = this.#registry.put(id, settings);
    await this.#reopen(registered);
    return this.#shown(registered);
  }

  /**
   * Takes the channels and routes of a configuration that was read again. What waits on a channel that changed is told by its new
   * settings; what waits on one that has gone is not told.
   */
  async reconfigure(channels: readonly ChannelSettings[], routes: readonly Route[]): Promise<void> {
    this.#routes = routes;
    const { gone, changed } = this.#registry.setFile(channels);
    for (const registered of changed) await this.#reopen(registered);
    for (const id of gone) await this.#close(id);
  }

  /** What waits on it is not told. @throws HubscopeError where there is none or it is the configuration's */
  async remove(id: string): Promise<void> {
    this.#registry.checkOwn(id);
    await this.#options.records.commit([kept.channels.remove(id)]);
    this.#registry.delete(id);
    await this.#close(id);
  }

  /** Tries a channel at once and answers what the other side says. @throws HubscopeError `unknown_channel` */
  async test(id: string): Promise<ChannelReply> {
    const { settings } = this.#registry.find(id);
    const { clock } = this.#world;
    const incident = `test-${randomUUID()}`;
    const began = performance.now();
    const send = (kind: 'fired' | 'resolved'): ReturnType<typeof attempt> =>
      attempt(settings, testMessage(incident, kind, clock.now()), this.#world, this.#stopped.signal);
    const answer = await send('fired');
    const reply = replyOf(answer, performance.now() - began);
    // Nothing stays open over there because somebody tried.
    if (answer.ok && holds(settings)) await send('resolved');
    return reply;
  }

  /** Newest first. @throws HubscopeError `unknown_channel` */
  deliveries(id: string): Delivery[] {
    this.#registry.find(id);
    return [...this.#deliveries.list(id), ...(this.#queues.get(id)?.retrying() ?? [])].reverse();
  }

  stats(): NotifierStats {
    const queues = [...this.#queues.values()];
    return {
      sent: this.#sent,
      dropped: this.#dropped + queues.reduce((sum, { dropped }) => sum + dropped, 0),
      waiting: queues.reduce((sum, { size }) => sum + size, 0),
    };
  }

  /** Breaks off what is under way; what is not told yet is on disk. */
  async stop(): Promise<void> {
    this.#stopped.abort(new Error('the server stops'));
    this.#committer.stop();
    await Promise.all([...this.#queues.values()].map((queue) => queue.stop()));
  }

  #shown(registered: Registered): ChannelAnswer {
    const none: ChannelState = { waiting: 0, dropped: 0, last_sent_at: null, last_error: null, failing: 0 };
    return shown(registered, this.#queues.get(registered.id)?.state() ?? none);
  }

  /** Puts a queue in the place of another, with all that waits there. */
  async #reopen(registered: Registered): Promise<void> {
    const before = this.#queues.get(registered.id);
    await before?.stop();
    const queue = this.#open(registered);
    const contents = before?.contents();
    queue.dropped = before?.dropped ?? 0;
    queue.coming = before?.coming ?? 0;
    for (const { message, entries } of contents?.messages ?? []) queue.resume(message, entries);
    for (const entry of contents?.waiting ?? []) queue.add(entry);
    queue.look();
  }

  /** Forgets a channel's queue and all that is kept of it. */
  async #close(id: string): Promise<void> {
    const queue = this.#queues.get(id);
    this.#queues.delete(id);
    await queue?.stop();
    const { waiting, messages } = queue?.contents() ?? { waiting: [], messages: [] };
    await this.#committer.commit([
      ...messages.map(({ message }) => kept.messages.remove(idOf(id, message.key))),
      ...[...waiting, ...messages.flatMap(({ entries }) => entries)].map(({ event }) =>
        kept.entries.remove(idOf(id, event.id)),
      ),
      ...this.#threads.forget(id),
      ...this.#deliveries.forget(id),
    ]);
  }

  #open({ id, settings }: Registered): ChannelQueue {
    const { timers, random, log, told, settings: all } = this.#options;
    const queue = new ChannelQueue({
      id,
      settings,
      world: this.#world,
      grouping: { waitMs: all.wait * 1000, intervalMs: all.interval * 1000 },
      giveUpMs: all.give_up_after * 1000,
      timers,
      random,
      committer: this.#committer,
      threads: this.#threads,
      deliveries: this.#deliveries,
      log,
      told: (done) => {
        if (done.outcome === 'sent') this.#sent += done.events.length;
        told(done);
      },
    });
    this.#queues.set(id, queue);
    return queue;
  }

  /** Puts what is kept back into the queues; answers what is to be deleted since its channel is gone. */
  #resume(
    entries: ReadonlyMap<string, Entry>,
    messages: Awaited<ReturnType<typeof kept.messages.load>>,
  ): RecordChange[] {
    for (const { order } of entries.values()) this.#order = Math.max(this.#order, order);
    const left = new Map([...entries].sort(([, a], [, b]) => a.order - b.order));
    const changes: RecordChange[] = [];
    for (const [id, message] of messages) {
      const told = message.entries.flatMap((entry) => left.get(entry) ?? []);
      const queue = this.#queues.get(message.channel);
      if (queue === undefined || told.length === 0) {
        changes.push(kept.messages.remove(id));
        continue;
      }
      for (const entry of message.entries) left.delete(entry);
      queue.resume(message, told);
    }
    let lost = 0;
    for (const [id, entry] of left) {
      const queue = this.#queues.get(entry.channel);
      if (queue === undefined) {
        changes.push(kept.entries.remove(id));
        lost += 1;
      } else queue.add(entry);
    }
    if (lost > 0) {
      this.#dropped += lost;
      this.#options.log.error('notifications of channels that are gone were dropped', { events: lost });
    }
    return changes;
  }

  #drop(channel: string, queue: ChannelQueue | undefined): void {
    if (queue === undefined) this.#dropped += 1;
    else queue.dropped += 1;
    const now = this.#world.clock.now();
    if (now - this.#saidAt < sayEveryMs) return;
    this.#saidAt = now;
    this.#options.log.error('a channel has too much waiting, notifications are dropped', {
      channel,
      waiting: maxWaiting,
      dropped: this.stats().dropped,
    });
  }
}
