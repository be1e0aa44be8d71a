/** The connection that `public/early.js` made before the page's own scripts were there, and what came through it since. */
interface Early {
  readonly address: string;
  readonly socket: WebSocket;
  readonly missed: readonly MessageEvent[];
}

declare global {
  interface Window {
    hubscopeEarly?: Early;
  }
}

/**
 * Takes over the early connection: what it missed of the socket's events comes to the handlers that are set before the present task
 * ends. Null where there is none to that address, or no longer.
 */
export function takeEarlySocket(address: string): WebSocket | null {
  const early = window.hubscopeEarly;
  delete window.hubscopeEarly;
  if (early === undefined) return null;
  const { socket, missed } = early;
  if (early.address !== address || socket.readyState > WebSocket.OPEN) {
    socket.close();
    return null;
  }
  if (socket.readyState === WebSocket.OPEN)
    queueMicrotask(() => {
      socket.onopen?.(new Event('open'));
      for (const event of missed) socket.onmessage?.(event);
    });
  return socket;
}
