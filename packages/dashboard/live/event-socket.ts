import type { Socket, SocketMessage } from '@hubscope/core/live';

const closed = 3;

/** What a page may send that a stream of events can act upon. */
interface Subscribe {
  readonly action: string;
  readonly hub?: string | null;
}

/**
 * The live form by server-sent events, for networks that let no WebSocket through. Nothing can be sent by it: to look at another hub it is
 * opened anew, and whatever else is said to it is not heard.
 */
export class EventSocket implements Socket {
  onopen: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  readyState = 0;
  #source: EventSource;

  /**
   * @param address of the WebSocket in whose place it stands
   * @param opened told when it comes through
   */
  constructor(
    private readonly address: string,
    private readonly opened: () => void,
  ) {
    this.#source = this.#listen(new URL(address).searchParams.get('hub'));
  }

  send(data: string): void {
    const { action, hub } = JSON.parse(data) as Subscribe;
    if (action !== 'subscribe' || this.readyState === closed) return;
    this.#source.close();
    this.#source = this.#listen(hub ?? null);
  }

  close(): void {
    this.readyState = closed;
    this.#source.close();
  }

  #listen(hub: string | null): EventSource {
    const url = new URL('/api/v1/stream', this.address);
    url.protocol = url.protocol === 'wss:' ? 'https:' : 'http:';
    if (hub !== null) url.searchParams.set('hub', hub);
    const source = new EventSource(url);
    source.onmessage = (event: SocketMessage) => {
      // Not when its head comes: there are proxies that hand on the head and hold the rest back.
      if (this.readyState === 0) {
        this.readyState = 1;
        this.opened();
        this.onopen?.(event as never);
      }
      this.onmessage?.(event as never);
    };
    source.onerror = (event) => {
      // When to come back is for who holds the connection.
      this.close();
      this.onclose?.(event as never);
    };
    return source;
  }
}
