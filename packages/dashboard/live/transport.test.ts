import type { Socket, Store } from '@hubscope/core/live';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Way } from './transport.js';

/** What was opened, in order. */
let opened: string[];
let sources: FakeSource[];

class FakeSource {
  onopen: ((event: unknown) => void) | null = null;
  onmessage: ((event: unknown) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  closed = false;

  constructor(url: URL) {
    opened.push(url.href);
    sources.push(this);
  }

  close(): void {
    this.closed = true;
  }
}

const address = 'wss://test/ws?hub=shop';
let openTransport: (address: string, protocol: string, failed: number) => Socket;
let way: Store<Way>;

beforeEach(async () => {
  opened = [];
  sources = [];
  vi.stubGlobal('window', {});
  vi.stubGlobal('EventSource', FakeSource);
  vi.stubGlobal(
    'WebSocket',
    vi.fn(function (url: string) {
      opened.push(url);
    }),
  );
  vi.stubGlobal('fetch', (url: URL) => {
    opened.push(url.href);
    return Promise.resolve(new Response('{"after":"e 1 shop","frames":[]}'));
  });
  vi.resetModules();
  ({ openTransport, way } = await import('./transport.js'));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const stream = 'https://test/api/v1/stream?hub=shop';
const poll = 'https://test/api/v1/poll?hub=shop';

describe('the way to the server', () => {
  it('is a WebSocket; where none comes through, events, polling and sockets in turn', () => {
    for (const failed of [0, 1, 2, 3, 4, 5]) openTransport(address, 'p', failed);
    expect(opened).toEqual([address, address, stream, poll, address, stream]);
  });

  it('stays polling once that came through', async () => {
    const socket = openTransport(address, 'p', 3);
    await vi.waitFor(() => {
      expect(socket.readyState).toBe(1);
    });
    socket.close();
    openTransport(address, 'p', 0).close();
    expect(way.get()).toBe('polling');
    expect(opened).toEqual([poll, poll]);
  });

  it('stays events once these came through', () => {
    const socket = openTransport(address, 'p', 2);
    const told = vi.fn();
    socket.onopen = told;
    sources[0]?.onopen?.({});
    // The head alone may be all that a proxy hands on.
    expect([way.get(), socket.readyState, told.mock.calls.length]).toEqual(['socket', 0, 0]);
    sources[0]?.onmessage?.({ data: 'x' });
    expect([way.get(), socket.readyState, told.mock.calls.length]).toEqual(['events', 1, 1]);
    openTransport(address, 'p', 0);
    expect(opened).toEqual([stream, stream]);
  });
});

describe('events in the place of a WebSocket', () => {
  it('look at another hub by opening anew, and say so once', () => {
    const socket = openTransport(address, 'p', 2);
    const [told, heard] = [vi.fn(), vi.fn()];
    socket.onopen = told;
    socket.onmessage = heard;
    sources[0]?.onmessage?.({ data: 'w' });
    socket.send(JSON.stringify({ action: 'ping' }));
    socket.send(JSON.stringify({ action: 'subscribe', hub: 'bank' }));
    sources[1]?.onmessage?.({ data: 'x' });
    expect(opened).toEqual([stream, 'https://test/api/v1/stream?hub=bank']);
    expect([sources[0]?.closed, told.mock.calls.length, heard.mock.calls.length]).toEqual([true, 1, 2]);
  });

  it('that end tell it, and do not come back by themselves', () => {
    const socket = openTransport(address, 'p', 2);
    const lost = vi.fn();
    socket.onclose = lost;
    sources[0]?.onerror?.({});
    expect([lost.mock.calls.length, socket.readyState, sources[0]?.closed]).toEqual([1, 3, true]);
    socket.send(JSON.stringify({ action: 'subscribe', hub: null }));
    expect(opened).toHaveLength(1);
  });
});
