import type { Socket } from '@hubscope/core/live';

const closed = 3;
/** How long after an answer the next one is asked for, ms. */
const everyMs = 1000;
/** How long an answer may take, ms. */
const patienceMs = 8000;

/** What a page may send that polling can act upon. */
interface Subscribe {
  readonly action: string;
  readonly hub?: string | null;
}

interface Answer {
  readonly after: string;
  readonly frames: readonly unknown[];
}

function isAnswer(body: unknown): body is Answer {
  return (
    typeof body === 'object' &&
    body !== null &&
    'after' in body &&
    typeof body.after === 'string' &&
    'frames' in body &&
    Array.isArray(body.frames)
  );
}

/**
 * The live form asked for each second, for networks that let neither a WebSocket nor a stream through. To look at another hub is heard at
 * once; whatever else is said to it is not.
 */
export class PollSocket implements Socket {
  onopen: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  readyState = 0;
  #hub: string | null;
  #after: string | null = null;
  #aborter = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param address of the WebSocket in whose place it stands
   * @param opened told when it comes through
   */
  constructor(
    private readonly address: string,
    private readonly opened: () => void,
  ) {
    this.#hub = new URL(address).searchParams.get('hub');
    void this.#ask();
  }

  send(data: string): void {
    const { action, hub } = JSON.parse(data) as Subscribe;
    if (action !== 'subscribe' || this.readyState === closed) return;
    this.#hub = hub ?? null;
    this.#after = null;
    this.#aborter.abort();
    this.#aborter = new AbortController();
    clearTimeout(this.#timer);
    void this.#ask();
  }

  close(): void {
    this.readyState = closed;
    clearTimeout(this.#timer);
    this.#aborter.abort();
  }

  async #ask(): Promise<void> {
    const { signal } = this.#aborter;
    try {
      const answer = await fetch(this.#url(), {
        signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
      });
      const body: unknown = answer.ok ? await answer.json() : null;
      if (signal.aborted) return;
      if (!isAnswer(body)) throw new Error('no answer of polling');
      this.#tell(body);
      this.#timer = setTimeout(() => void this.#ask(), everyMs);
    } catch {
      // It was given up for another hub, or closed.
      if (signal.aborted) return;
      this.close();
      this.onclose?.(new Event('close') as never);
    }
  }

  #url(): URL {
    const url = new URL('/api/v1/poll', this.address);
    url.protocol = url.protocol === 'wss:' ? 'https:' : 'http:';
    if (this.#hub !== null) url.searchParams.set('hub', this.#hub);
    if (this.#after !== null) url.searchParams.set('after', this.#after);
    return url;
  }

  #tell({ after, frames }: Answer): void {
    this.#after = after;
    if (this.readyState === 0) {
      this.readyState = 1;
      this.opened();
      this.onopen?.(new Event('open') as never);
    }
    const timeStamp = performance.now();
    for (const frame of frames) {
      // What was told may have led to another hub.
      if (this.#after !== after) return;
      this.onmessage?.({ data: JSON.stringify(frame), timeStamp } as never);
    }
  }
}
