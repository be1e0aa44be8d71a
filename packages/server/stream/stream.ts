import { demandHub, reaches } from '@hubscope/core/access';
import { randomUUID } from 'node:crypto';
import type { Server, ServerResponse } from 'node:http';
import { selfHub, type HubId } from '@hubscope/core/signal';
import { HubscopeError, type HubStatus } from '@hubscope/core/wire';
import { Audience } from './audience.js';
import { Door } from './door.js';
import type { HubEvent } from './event.js';
import { EventStream } from './event-stream.js';
import { eventId, placeOf, type AskedEvents, type AskedOnce } from './event-place.js';
import { feedShape, type Feed } from './feed.js';
import { HubList } from './hub-list.js';
import { Hubs } from './hubs.js';
import { Line } from './line.js';
import { OneAnswer } from './one-answer.js';
import { atOnce, systemTimers, type StreamOptions, type Timers } from './ports.js';
import { Pulse } from './pulse.js';
import { Talk } from './talk.js';
import { Viewer, type Tally } from './viewer.js';

/** How often it looks after silent hubs, slow viewers and dead ones. */
const beatMs = 250;

/** A live viewer that says nothing for so long gets a snapshot; who resumes says so at once. */
const snapshotAfterMs = 100;

const stopWithinMs = 2_000;

/** Those who find no room come back after so long, s: each at another moment, not all again at once. */
const backAfter = { least: 2, most: 10 } as const;

export interface StreamStats extends Readonly<Tally> {
  readonly viewers: number;
  /** Messages encoded, each once for all viewers who want the same. */
  readonly encodes: number;
  /** Upgrades that were not granted. */
  readonly refused: number;
  /** Messages from viewers that could not be understood, or came faster than they are answered. */
  readonly badMessages: number;
  /** Viewers that answered nothing for 90 s. */
  readonly died: number;
}

function hubOf(
  event: Extract<HubEvent, { type: 'alert' | 'alerts' | 'marker' | 'unmarked' | 'impact' | 'rules' }>,
): HubId {
  if (event.type === 'alerts' || event.type === 'rules') return event.hub;
  if (event.type === 'alert') return event.alert.hub as HubId;
  return (event.type === 'impact' ? event.impact.hub : event.marker.hub) as HubId;
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}

/** Fans the state of all hubs out to WebSocket viewers, in the plain and the live form. */
export class Stream {
  readonly #options: StreamOptions;
  readonly #timers: Timers;
  readonly #hubs: Hubs;
  readonly #hubList: HubList;
  readonly #audience: Audience;
  readonly #talk: Talk;
  readonly #pulse: Pulse;
  readonly #door: Door;
  readonly #viewers = new Set<Viewer>();
  /** Who is shown a hub for the first time, unasked. */
  readonly #firstShown: Line<{ readonly viewer: Viewer; readonly hub: HubId | null }>;
  readonly #tally: Tally = { framesSent: 0, bytesSent: 0, skipped: 0 };
  readonly #epoch = randomUUID();
  readonly #stopBeat: () => void;
  #stopping = false;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
    const { clock, table, ports } = options;
    const onError = options.onError ?? warn;
    const shape = feedShape(table);
    const hubs = new Hubs(shape);
    const pace = options.pace ?? atOnce;
    const audience = new Audience(table, ports, pace);
    this.#hubs = hubs;
    this.#audience = audience;
    this.#hubList = new HubList(hubs);
    this.#talk = new Talk({ clock, shape, hubs, audience, ports, epoch: this.#epoch, onError });
    this.#pulse = new Pulse(hubs, audience, this.#hubList, this.#viewers, clock.now());
    this.#door = new Door({
      origins: options.origins,
      gate: options.gate,
      limits: options.limits,
      clientAddress: options.clientAddress ?? ((connection) => connection),
      onError,
      pace,
      refusal: (coming) => this.#refusal(coming),
      admit: (ws, form, { socket, hub, grant, address }) => {
        const viewer = new Viewer(ws, socket, form, grant, clock, this.#tally, address);
        ws.on('message', (data, isBinary) => {
          this.#talk.hear(viewer, isBinary || !Buffer.isBuffer(data) ? null : data);
        });
        ws.on('error', () => {
          // Bad framing or a message past the hard limit: ws closes the connection with the code that says so.
          this.#talk.badMessages += 1;
        });
        this.#admit(viewer, hub);
      },
    });
    this.#firstShown = new Line(pace, ({ viewer, hub }) => {
      if (viewer.group === null && viewer.open) this.#talk.show(viewer, hub, null);
    });
    this.#stopBeat = this.#timers.every(beatMs, () => {
      this.#pulse.beat(clock.now());
    });
  }

  /** Accepts viewers on a server, at one path. May be called for several servers. */
  attach(server: Server, path = '/ws'): void {
    this.#door.attach(server, path);
  }

  /** Takes in what happened to a hub at one moment, the oldest first, and tells its viewers in one go. */
  publish(...events: readonly HubEvent[]): void {
    const now = this.#options.clock.now();
    const feed = events.map((event) => this.#feedOf(event)).find((found) => found !== null);
    if (feed === undefined) return;
    const [before, seen] = [feed.status?.state, feed.seen];
    const changes = events.flatMap((event) => feed.apply(event));
    for (const group of this.#audience.groupsOf(feed.hub)) group.tell(changes, now);
    if (!seen && feed.seen && feed.hub !== selfHub) this.#audience.adopt(feed, now);
    if (before !== feed.status?.state) this.#hubList.changed(this.#viewers);
  }

  /** Rules were changed: tells every viewer those that watch its hub now. */
  rulesChanged(): void {
    for (const hub of this.#hubs.all()) this.publish({ type: 'rules', hub });
  }

  /** The hub is no longer kept: its viewers are shown that it is empty. */
  forget(hub: HubId): void {
    if (this.#hubs.find(hub) === null) return;
    const now = this.#options.clock.now();
    this.#hubs.close(hub);
    const groups = [...this.#audience.groupsOf(hub)];
    if (groups.length > 0) {
      const feed = this.#hubs.open(hub);
      for (const group of groups) {
        group.feed = feed;
        group.sendWhole(now, false);
      }
    }
    this.#hubList.changed(this.#viewers);
  }

  /** Shows hubs of which nothing was heard yet as history knows them. */
  remember(past: readonly HubStatus[]): void {
    for (const status of past) this.#hubs.open(status.name as HubId).remember(status);
    if (past.length > 0) this.#hubList.changed(this.#viewers);
  }

  viewers(): number {
    return this.#viewers.size;
  }

  stats(): StreamStats {
    return {
      ...this.#tally,
      viewers: this.#viewers.size,
      encodes: this.#audience.encodes,
      refused: this.#door.refused,
      badMessages: this.#talk.badMessages,
      died: this.#pulse.died,
    };
  }

  /** Says good-bye to all viewers and waits until they are gone, 2 s at most. */
  async stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#stopBeat();
    this.#door.close();
    const gone = [...this.#viewers].map(
      ({ connection }) =>
        new Promise<void>((resolve) => {
          connection.once('close', () => {
            resolve();
          });
          connection.close(1001, 'The server is stopping.');
        }),
    );
    let cancel = (): void => undefined;
    const late = new Promise<void>((resolve) => {
      cancel = this.#timers.after(stopWithinMs, resolve);
    });
    await Promise.race([Promise.all(gone), late]);
    cancel();
    for (const { connection } of this.#viewers) connection.terminate();
  }

  #refusal(coming = 0): HubscopeError | null {
    if (this.#stopping) return new HubscopeError('not_ready', undefined, this.#backAfterSeconds());
    if (this.#viewers.size + coming < this.#options.maxViewers()) return null;
    return new HubscopeError('too_many_viewers', undefined, this.#backAfterSeconds());
  }

  #backAfterSeconds(): number {
    const { least, most } = backAfter;
    const random = this.#options.random ?? Math.random;
    return least + Math.floor(random() * (most - least + 1));
  }

  /** The feed that an event is for; a marker, an alert or an impact makes none. */
  #feedOf(event: HubEvent): Feed | null {
    if (event.type === 'second') return this.#hubs.open(event.closed.hub);
    if (event.type === 'status') return this.#hubs.open(event.status.name as HubId);
    return this.#hubs.find(hubOf(event));
  }

  /**
   * Takes in a viewer by server-sent events: the same messages, and none from the viewer.
   * @throws HubscopeError where there is no room, or it may not see the hub
   */
  openEvents(response: ServerResponse, asked: AskedEvents): void {
    if (asked.hub !== null) demandHub(asked.grant, asked.hub);
    const refusal = this.#refusal();
    if (refusal !== null) throw refusal;
    const { clock } = this.#options;
    const { form, grant, hub, headers } = asked;
    const events: EventStream = new EventStream({
      response,
      headers,
      idOf: (seq) => eventId(this.#epoch, viewer.group?.feed?.hub ?? null, seq),
      beat: () =>
        JSON.stringify(form === 'live' ? { type: 'pong', now: clock.now() } : { pong: clock.now() }),
      every: (ms, run) => this.#timers.every(ms, run),
    });
    const viewer: Viewer = new Viewer(events, events, form, grant, clock, this.#tally);
    const missed = form === 'live' ? placeOf(asked.lastEventId) : null;
    const resumes = missed !== null && (hub === null || missed.hub === hub) && reaches(grant, missed.hub);
    this.#admit(viewer, resumes ? missed.hub : hub);
    if (form === 'plain') return;
    // It can ask for nothing: it is shown all, or what it missed, as soon as the head of the answer has left.
    process.nextTick(() => {
      if (resumes) this.#talk.resume(viewer, missed);
      else this.#talk.show(viewer, hub, null);
    });
  }

  /**
   * What a viewer of the live form is told that asks each second in place of being sent it: the hello and the hubs each time, then what came
   * since `after`, or a snapshot.
   * @returns the messages, and what to hand in as `after` the next time
   * @throws HubscopeError where there is no room, or it may not see the hub
   */
  poll({ grant, hub, after }: AskedOnce): { readonly after: string; readonly messages: readonly string[] } {
    if (hub !== null) demandHub(grant, hub);
    const refusal = this.#refusal();
    if (refusal !== null) throw refusal;
    const answer = new OneAnswer();
    const viewer = new Viewer(answer, answer, 'live', grant, this.#options.clock, this.#tally);
    const missed = placeOf(after);
    const resumes = missed !== null && (hub === null || missed.hub === hub) && reaches(grant, missed.hub);
    this.#admit(viewer, resumes ? missed.hub : hub);
    if (resumes) this.#talk.resume(viewer, missed);
    else this.#talk.show(viewer, hub, null);
    const feed = viewer.group?.feed ?? null;
    answer.close();
    return { after: eventId(this.#epoch, feed?.hub ?? null, feed?.seq ?? 0), messages: answer.messages };
  }

  #admit(viewer: Viewer, asked: HubId | null): void {
    const { clock, version, ports } = this.#options;
    const { connection } = viewer;
    this.#viewers.add(viewer);
    connection.on('pong', () => {
      viewer.heardAt = clock.now();
    });
    connection.on('close', () => {
      this.#viewers.delete(viewer);
      this.#audience.leave(viewer);
    });
    const feed = asked === null ? this.#hubs.busiest(viewer.grant) : this.#hubs.open(asked);
    if (viewer.form === 'plain') {
      this.#audience.join(viewer, feed, null).bring(viewer, clock.now());
      return;
    }
    viewer.answer({
      type: 'hello',
      epoch: this.#epoch,
      version,
      now: clock.now(),
      hub: feed?.hub ?? null,
      otlp_http_port: ports.otlpHttpPort(),
      otlp_http_tls: ports.otlpHttpTls,
    });
    this.#hubList.tell(viewer);
    this.#timers.after(snapshotAfterMs, () => {
      this.#firstShown.join({ viewer, hub: feed?.hub ?? null });
    });
  }
}
