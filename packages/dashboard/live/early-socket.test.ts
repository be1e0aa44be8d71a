import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { takeEarlySocket } from './early-socket.js';

const address = 'ws://test/ws';
let page: { hubscopeEarly?: unknown };

beforeEach(() => {
  page = {};
  vi.stubGlobal('window', page);
  vi.stubGlobal('WebSocket', { OPEN: 1 });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function early(readyState: number, missed: readonly string[] = []) {
  const socket = {
    readyState,
    closed: false,
    onopen: null,
    onmessage: null,
    close: () => (socket.closed = true),
  };
  page.hubscopeEarly = { address, socket, missed };
  return socket as typeof socket & { onopen: unknown; onmessage: unknown };
}

describe('the early connection', () => {
  it('tells what it missed to the handlers that are set at once, in order', async () => {
    early(1, ['hello', 'snapshot']);
    const heard: unknown[] = [];
    const socket = takeEarlySocket(address);
    expect(socket).not.toBeNull();
    if (socket === null) return;
    socket.onopen = () => heard.push('open');
    socket.onmessage = (event) => heard.push(event);
    await Promise.resolve();
    expect(heard).toEqual(['open', 'hello', 'snapshot']);
  });

  it('that is not open yet tells by itself', async () => {
    early(0);
    const socket = takeEarlySocket(address);
    const opened = vi.fn();
    if (socket !== null) socket.onopen = opened;
    await Promise.resolve();
    expect(opened).not.toHaveBeenCalled();
  });

  it('is taken once', () => {
    early(1);
    expect(takeEarlySocket(address)).not.toBeNull();
    expect(takeEarlySocket(address)).toBeNull();
  });

  it.each([
    ['to another address', 'ws://test/ws?hub=shop', 1],
    ['that has closed', address, 3],
  ])('%s is let go of', (_, wanted, readyState) => {
    const socket = early(readyState);
    expect(takeEarlySocket(wanted)).toBeNull();
    expect(socket.closed).toBe(true);
  });
});
