import { liveFrame, type LiveFrame } from '@hubscope/core/wire';
import type { Socket, World } from '@hubscope/core/live';
import { WebSocket } from 'ws';

/** The longest message that is taken; a snapshot of the largest hub allowed stays far below, bytes. */
const longestMessage = 16_777_216;
const handshakeWithinMs = 10_000;

/** The live form's address at a server. @param base http or https, without a slash at its end */
function liveAddress(base: string, hub: string | null): string {
  const url = new URL(`${base}/ws`);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  if (hub !== null) url.searchParams.set('hub', hub);
  return url.href;
}

function decode(data: unknown): LiveFrame | null {
  if (typeof data !== 'string') return null;
  try {
    return liveFrame.safeParse(JSON.parse(data)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The world as a process sees it: sockets of Node, its clock and timers. */
export class NodeWorld implements World {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #sockets = new Set<WebSocket>();

  /** @param headers sent with each connection */
  constructor(base: string, headers: Readonly<Record<string, string>> = {}) {
    this.#base = base;
    this.#headers = headers;
  }

  readonly open = (url: string, protocol: string): Socket => {
    const socket = new WebSocket(url, protocol, {
      headers: this.#headers,
      maxPayload: longestMessage,
      handshakeTimeout: handshakeWithinMs,
      perMessageDeflate: false,
    });
    this.#sockets.add(socket);
    // It closes after an error, and that is what is acted upon.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
    });
    return socket;
  };

  readonly decode = decode;
  readonly address = (hub: string | null): string => liveAddress(this.#base, hub);
  readonly now = (): number => performance.timeOrigin + performance.now();
  readonly jitter = (): number => Math.random();
  readonly setTimer = (run: () => void, ms: number): (() => void) => {
    const timer = setTimeout(run, Math.max(0, ms));
    return () => {
      clearTimeout(timer);
    };
  };
  readonly onTick = (): void => undefined;

  /** Ends every socket at once: nothing keeps the process. */
  end(): void {
    for (const socket of this.#sockets) socket.terminate();
  }
}
