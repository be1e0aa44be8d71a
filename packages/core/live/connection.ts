import { hubId } from '../signal/names.js';
import type { LiveAction, LiveFrame, liveProtocol } from '../wire/index.js';
import { GlideClock } from './glide-clock.js';
import { step, type LinkEvent } from './reconnect.js';
import { reduce } from './replica.js';
import { newestSecond } from './series.js';
import { firstState, Store, type Live, type LiveState } from './store.js';

const protocol: typeof liveProtocol = 'hubscope.v1';

/** The hub in which the server watches itself; never shown unless it is asked for. */
export const selfHub = 'hubscope';

const beatMs = 1000;
/** Silence after which the server is asked whether it is there. */
const pingAfterMs = 3000;
/** Silence after which the page says so. */
const muteAfterMs = 6000;
/** Silence after which the connection is given up and made anew. */
const deadAfterMs = 15_000;
/** A try that is not answered in this time has failed. */
const connectWithinMs = 10_000;
/** At most one fresh snapshot is asked for in this time. */
const resubscribeMs = 5000;
/** What comes so soon after connecting is caught up on, and says nothing of how late seconds come. */
const settleMs = 1500;

/** A message as a socket hands it over. */
export interface SocketMessage {
  readonly data: unknown;
  /** When it arrived, on the platform's own scale. */
  readonly timeStamp: number;
}

/** What the connection uses of a WebSocket, be it a browser's or Node's. */
export interface Socket {
  onopen: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  readonly readyState: number;
  send(data: string): void;
  close(): void;
}

/** The world as the connection needs it; a test hands in a simulated one. */
export interface World {
  /** `failed`: tries in a row that failed, where none ever succeeded; else 0. */
  readonly open: (url: string, protocol: string, failed: number) => Socket;
  /** A frame of the live form from a message; null where it is none. */
  readonly decode: (data: unknown) => LiveFrame | null;
  /** The address of the live form for a hub (null: the busiest). */
  readonly address: (hub: string | null) => string;
  /** ms since the epoch, never going back. */
  readonly now: () => number;
  /** Evenly spread in [0, 1). */
  readonly jitter: () => number;
  readonly setTimer: (run: () => void, ms: number) => () => void;
  /** A tick was applied; `arrivedAt` is its event's time stamp. */
  readonly onTick: (arrivedAt: number) => void;
}

const socketOpen = 1;

/** A hub's name as frames have it: the server cleans what it is asked for. */
function cleaned(hub: string | null): string | null {
  return hub === null ? null : hubId(hub);
}

/** Keeps one WebSocket to the server, reduces its frames into the store, and comes back by itself when it is lost. */
export class LiveConnection implements Live {
  readonly state = new Store<LiveState>(firstState);
  readonly glide = new GlideClock();
  readonly #world: World;
  #socket: Socket | null = null;
  #cancelRetry: (() => void) | null = null;
  #cancelBeat: (() => void) | null = null;
  #triedAt = 0;
  #openedAt = 0;
  #askedAgainAt = -Infinity;

  constructor(world: World) {
    this.#world = world;
  }

  /** Connects and keeps connected until {@link stop}. */
  start(hub: string | null): void {
    this.#update({ asked: cleaned(hub) });
    this.#open();
    this.#cancelBeat = this.#world.setTimer(this.#beat, beatMs);
  }

  stop(): void {
    this.#cancelBeat?.();
    this.#cancelRetry?.();
    this.#drop();
  }

  readonly tryNow = (): void => {
    if (this.state.get().link.phase !== 'waiting') return;
    this.#cancelRetry?.();
    this.#retry();
  };

  /** Looks at another hub; null: the busiest. */
  readonly select = (name: string | null): void => {
    const hub = cleaned(name);
    const { replica, asked } = this.state.get();
    if (hub === asked && (hub === null || replica.view?.name === hub)) return;
    this.glide.reset();
    this.#update({ asked: hub, replica: { ...replica, seq: null, torn: false, view: null } });
    this.#subscribe(hub);
  };

  /** Sends an action; false where no connection stands to take it. */
  readonly send = (action: LiveAction): boolean => {
    if (this.#socket?.readyState !== socketOpen) return false;
    this.#socket.send(JSON.stringify(action));
    return true;
  };

  #update(part: Partial<LiveState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }

  #step(event: LinkEvent): void {
    const { link } = this.state.get();
    this.#update({ link: step(link, event, this.#world.now(), this.#world.jitter()) });
  }

  #open(): void {
    const { asked, replica, link } = this.state.get();
    const address = this.#world.address(asked ?? replica.view?.name ?? null);
    const failed = this.#openedAt === 0 && link.phase === 'connecting' ? link.attempt : 0;
    const socket = this.#world.open(address, protocol, failed);
    this.#socket = socket;
    this.#triedAt = this.#world.now();
    socket.onopen = () => {
      this.#openedAt = this.#world.now();
      this.glide.forgetTicks();
      this.#step('opened');
      this.#update({ lastFrameAt: this.#openedAt, mute: false });
    };
    socket.onclose = () => {
      if (this.#socket === socket) this.#lost();
    };
    socket.onmessage = (event: SocketMessage) => {
      if (this.#socket === socket) this.#receive(event);
    };
  }

  /** Lets go of the socket without waiting for a dead server to agree. */
  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #lost(): void {
    this.#drop();
    this.#step('closed');
    const { link } = this.state.get();
    if (link.phase !== 'waiting') return;
    this.#cancelRetry?.();
    this.#cancelRetry = this.#world.setTimer(() => {
      this.#retry();
    }, link.retryAt - this.#world.now());
  }

  #retry(): void {
    this.#cancelRetry = null;
    this.#step('retry');
    this.#open();
  }

  readonly #beat = (): void => {
    this.#cancelBeat = this.#world.setTimer(this.#beat, beatMs);
    const { link, lastFrameAt, mute } = this.state.get();
    if (link.phase === 'connecting' && this.#world.now() - this.#triedAt > connectWithinMs) this.#lost();
    if (link.phase === 'waiting' && this.#world.now() > link.retryAt + beatMs) this.tryNow();
    if (link.phase !== 'connected' || lastFrameAt === null) return;
    const silence = this.#world.now() - lastFrameAt;
    if (silence > deadAfterMs) {
      this.#lost();
      return;
    }
    if (silence > pingAfterMs) this.send({ action: 'ping' });
    if (silence > muteAfterMs && !mute) this.#update({ mute: true });
  };

  #receive(event: SocketMessage): void {
    const frame = this.#world.decode(event.data);
    const now = this.#world.now();
    if (frame === null) return;
    const before = this.state.get();
    // A snapshot of the hub that was looked at before the switch.
    if (frame.type === 'snapshot' && before.asked !== null && frame.hub !== before.asked) return;
    const replica = reduce(before.replica, frame);
    this.#update({
      replica,
      lastFrameAt: now,
      mute: false,
      clockOffset: offsetAfter(before.clockOffset, frame, now),
      ...(frame.type === 'tick' ? { lastTickAt: now } : {}),
    });
    if (frame.type === 'hello') this.#greet(before, frame);
    if (frame.type === 'snapshot') this.#seed(frame, now);
    if (frame.type === 'tick' && replica !== before.replica) {
      if (now - this.#openedAt > settleMs) this.glide.learn(frame.second, now);
      else this.glide.advance(frame.second);
      this.#world.onTick(event.timeStamp);
    }
    if (replica.torn) this.#subscribeAgain(replica.view?.name ?? before.asked);
    if (frame.type === 'hubs') this.#adopt();
  }

  /** Asks for what was missed, where the server is the same and still knows the hub. */
  #greet(before: LiveState, hello: Extract<LiveFrame, { type: 'hello' }>): void {
    const { epoch, seq, view } = before.replica;
    const hub = view?.name ?? null;
    if (hub === null || seq === null || epoch !== hello.epoch || hello.hub !== hub) return;
    this.send({ action: 'resume', epoch, hub, seq });
  }

  #seed(frame: Extract<LiveFrame, { type: 'snapshot' }>, now: number): void {
    const { view } = this.state.get().replica;
    const newest = view === null ? null : newestSecond(view.series);
    if (newest === null) return;
    const lag = frame.status?.lag_ms ?? null;
    this.glide.seed(newest, lag === null ? now - newest * 1000 : now - frame.now + lag + 1000);
  }

  /** No hub was there when the page connected, and now one is. */
  #adopt(): void {
    const { asked, replica } = this.state.get();
    const other = replica.hubs?.some(({ name, state }) => name !== selfHub && state !== 'waiting') ?? false;
    const shown = replica.view?.name ?? null;
    if (asked === null && other && (shown === null || shown === selfHub)) this.#subscribeAgain(null);
  }

  #subscribe(hub: string | null): void {
    this.#askedAgainAt = this.#world.now();
    this.send({ action: 'subscribe', hub, components: 'all', signals: null });
  }

  #subscribeAgain(hub: string | null): void {
    if (this.#world.now() - this.#askedAgainAt >= resubscribeMs) this.#subscribe(hub);
  }
}

/** The page's clock minus the server's: the least seen, for the network only adds; it may rise slowly, as clocks drift. */
function offsetAfter(before: number | null, frame: LiveFrame, now: number): number | null {
  if (!('now' in frame)) return before;
  const seen = now - frame.now;
  if (before === null || frame.type === 'hello' || frame.type === 'snapshot') return seen;
  return Math.min(seen, before + 1);
}
