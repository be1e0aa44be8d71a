import type { LiveFrame } from '../wire/index.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { snapshotOf, start, statusOf, tickOf } from './testing/frames.js';
import { LiveConnection, type Socket, type World } from './connection.js';
import { lifeOf } from './life.js';

/** A socket that does only what the test tells it to. */
class FakeSocket implements Socket {
  onopen: Socket['onopen'] = null;
  onclose: Socket['onclose'] = null;
  onmessage: Socket['onmessage'] = null;
  readyState = 0;
  readonly sent: unknown[] = [];
  closed = false;

  constructor(readonly url: string) {}

  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }

  close(): void {
    this.closed = true;
    this.readyState = 3;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.({} as never);
  }

  tell(...frames: readonly LiveFrame[]): void {
    for (const frame of frames) {
      this.onmessage?.({ data: JSON.stringify(frame), timeStamp: 0 } as never);
    }
  }

  lose(): void {
    this.readyState = 3;
    this.onclose?.({} as never);
  }
}

/** Simulated time with timers that run when it passes them. */
class FakeWorld implements World {
  time = (start + 3) * 1000 + 500;
  readonly sockets: FakeSocket[] = [];
  ticks = 0;
  #timers: { at: number; run: () => void }[] = [];

  readonly open = (url: string): Socket => {
    const socket = new FakeSocket(url);
    this.sockets.push(socket);
    return socket;
  };
  readonly decode = (data: unknown): LiveFrame => JSON.parse(String(data)) as LiveFrame;
  readonly address = (hub: string | null): string => `ws://test/ws${hub === null ? '' : `?hub=${hub}`}`;
  readonly now = (): number => this.time;
  readonly jitter = (): number => 0;
  readonly onTick = (): void => {
    this.ticks += 1;
  };
  readonly setTimer = (run: () => void, ms: number): (() => void) => {
    const timer = { at: this.time + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  };

  pass(ms: number): void {
    const until = this.time + ms;
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.time = Math.max(this.time, next.at);
      next.run();
    }
    this.time = until;
  }

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('nothing was opened');
    return socket;
  }
}

const hello = (epoch: string, hub: string | null = 'shop'): LiveFrame => ({
  type: 'hello',
  epoch,
  version: '1',
  now: 0,
  hub,
  otlp_http_port: null,
  otlp_http_tls: false,
});

let world: FakeWorld;
let live: LiveConnection;

beforeEach(() => {
  world = new FakeWorld();
  live = new LiveConnection(world);
});

function connect(hub: string | null = null): void {
  live.start(hub);
  world.socket.open();
  world.socket.tell(hello('e'), { type: 'hubs', hubs: [statusOf()] }, snapshotOf());
}

describe('a connection', () => {
  it('asks for the hub of the address, and is live with its snapshot', () => {
    connect('shop');
    expect(world.socket.url).toBe('ws://test/ws?hub=shop');
    expect(lifeOf(live.state.get())).toBe('live');
    world.socket.tell(tickOf(11, start + 3));
    expect(world.ticks).toBe(1);
  });

  it('knows a hub by its cleaned name, whatever the address calls it', () => {
    connect(' shop ');
    expect(live.state.get()).toMatchObject({ asked: 'shop', replica: { view: { name: 'shop' } } });
  });

  it('comes back to the same hub and asks only for what it missed', () => {
    connect();
    world.socket.tell(tickOf(11, start + 3));
    world.socket.lose();
    expect(lifeOf(live.state.get())).toBe('lost');
    expect(live.state.get().replica.view).not.toBeNull();
    world.pass(500);
    expect(world.sockets).toHaveLength(2);
    expect(world.socket.url).toBe('ws://test/ws?hub=shop');
    world.socket.open();
    world.socket.tell(hello('e'));
    expect(world.socket.sent).toEqual([{ action: 'resume', epoch: 'e', hub: 'shop', seq: 11 }]);
    world.socket.tell(tickOf(12, start + 4), tickOf(13, start + 5));
    expect(live.state.get().replica).toMatchObject({ seq: 13, torn: false });
  });

  it('asks nothing of a server that began a new life, and waits for its snapshot', () => {
    connect();
    world.socket.lose();
    world.pass(500);
    world.socket.open();
    world.socket.tell(hello('f'));
    expect(world.socket.sent).toEqual([]);
  });

  it('waits longer each time, and tries at once when told to', () => {
    live.start(null);
    world.socket.lose();
    world.pass(500);
    world.socket.lose();
    world.pass(999);
    expect(world.sockets).toHaveLength(2);
    live.tryNow();
    expect(world.sockets).toHaveLength(3);
    live.tryNow();
    expect(world.sockets).toHaveLength(3);
  });

  it('does not wait for ever on a server that takes the connection and says nothing', () => {
    live.start(null);
    const { socket } = world;
    world.pass(11_000);
    expect(socket.closed).toBe(true);
    expect(live.state.get().link).toMatchObject({ phase: 'waiting', attempt: 1 });
    world.pass(1000);
    expect(world.sockets).toHaveLength(2);
  });

  it('pings a server that says nothing, says so, and gives it up', () => {
    connect();
    const { socket } = world;
    world.pass(5000);
    expect(socket.sent).toContainEqual({ action: 'ping' });
    expect(lifeOf(live.state.get())).toBe('live');
    world.pass(3000);
    expect(lifeOf(live.state.get())).toBe('mute');
    socket.tell({ type: 'pong', now: 0 });
    expect(lifeOf(live.state.get())).toBe('live');
    world.pass(17_000);
    expect(socket.closed).toBe(true);
    expect(world.sockets.length).toBeGreaterThan(1);
  });

  it('asks for a snapshot when a frame is missing, once', () => {
    connect();
    world.pass(6000);
    const before = world.socket.sent.length;
    world.socket.tell(tickOf(13, start + 5), tickOf(14, start + 6), tickOf(15, start + 7));
    const sent = world.socket.sent.slice(before);
    expect(sent).toEqual([{ action: 'subscribe', hub: 'shop', components: 'all', signals: null }]);
  });

  it('shows nothing of the old hub under the name of the new one', () => {
    connect();
    live.select('other');
    expect(live.state.get().replica.view).toBeNull();
    world.socket.tell(tickOf(11, start + 3), snapshotOf());
    expect(live.state.get().replica.view).toBeNull();
    world.socket.tell(snapshotOf({ hub: 'other', status: statusOf({ name: 'other' }) }));
    expect(live.state.get().replica.view?.name).toBe('other');
  });

  it('turns to the first hub that appears when there was none', () => {
    live.start(null);
    world.socket.open();
    world.socket.tell(hello('e', null), { type: 'hubs', hubs: [statusOf({ name: 'hubscope' })] });
    world.socket.tell(snapshotOf({ hub: null, status: null, series: { from: null, values: [], cores: [] } }));
    expect(world.socket.sent).toEqual([]);
    world.socket.tell({ type: 'hubs', hubs: [statusOf(), statusOf({ name: 'hubscope' })] });
    expect(world.socket.sent).toMatchObject([{ action: 'subscribe', hub: null }]);
  });

  it('ends with its page', () => {
    connect();
    live.stop();
    expect(world.socket.closed).toBe(true);
    world.pass(60_000);
    expect(world.sockets).toHaveLength(1);
  });
});
