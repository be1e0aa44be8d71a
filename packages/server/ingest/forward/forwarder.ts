import type { ForwardTarget } from '@hubscope/core/wire';
import { readBounded } from '@hubscope/core/bytes';
import { backoffMs, mayRetry, retryAfterMs } from './backoff.js';
import type { RawRequest } from './raw-request.js';

/** Marks what was sent on, so that two servers that forward to each other do not go on for ever. */
export const forwardedHeader = 'hubscope-forwarded';

/** A request that could not be delivered for this long is given up, ms. */
const giveUpMs = 300_000;
/** How much of an answer is read, bytes. */
const maxAnswerBytes = 65_536;
const answerWithinMs = 10_000;

/** What became of requests for one endpoint. */
export interface ForwardStats {
  readonly endpoint: string;
  readonly sent: number;
  /** By reason: the queue was full, the endpoint refused it for good, or it could not be delivered in time. */
  readonly dropped: Readonly<Record<'full' | 'refused' | 'expired' | 'stopped', number>>;
  readonly queuedBytes: number;
}

interface Waiting {
  readonly request: RawRequest;
  readonly since: number;
}

export interface ForwarderOptions {
  readonly target: ForwardTarget;
  readonly now: () => number;
  readonly random: () => number;
  readonly fetch: typeof fetch;
}

/** Sends what arrives on, unchanged, to one endpoint: one request after the other, from a queue that is bounded in bytes. */
export class Forwarder {
  readonly #options: ForwarderOptions;
  readonly #queue: Waiting[] = [];
  readonly #stopped = new AbortController();
  readonly #dropped = { full: 0, refused: 0, expired: 0, stopped: 0 };
  #queuedBytes = 0;
  #sent = 0;
  #running: Promise<void> | null = null;

  constructor(options: ForwarderOptions) {
    this.#options = options;
  }

  /** Takes a request over; where there is no room it is dropped and counted. */
  offer(request: RawRequest): void {
    const { target, now } = this.#options;
    if (this.#stopped.signal.aborted || !target.signals.includes(request.signal)) return;
    if (this.#queuedBytes + request.body.length > target.max_queue_bytes) {
      this.#dropped.full += 1;
      return;
    }
    this.#queue.push({ request, since: now() });
    this.#queuedBytes += request.body.length;
    this.#running ??= this.#run();
  }

  stats(): ForwardStats {
    return {
      endpoint: this.#options.target.endpoint,
      sent: this.#sent,
      dropped: { ...this.#dropped },
      queuedBytes: this.#queuedBytes,
    };
  }

  /** Tries what waits once more, for a second at most, and lets go of the rest. */
  async stop(): Promise<void> {
    const deadline = setTimeout(() => {
      this.#stopped.abort();
    }, 1000);
    if (this.#running === null) this.#stopped.abort();
    await this.#running;
    clearTimeout(deadline);
    this.#stopped.abort();
    this.#dropped.stopped += this.#queue.length;
    this.#queue.length = 0;
    this.#queuedBytes = 0;
  }

  async #run(): Promise<void> {
    let tries = 0;
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      const wait = await this.#try(next, tries);
      if (this.#isStopped()) break;
      if (wait === null) {
        this.#queue.shift();
        this.#queuedBytes -= next.request.body.length;
        tries = 0;
      } else {
        tries += 1;
        await this.#pause(wait);
        if (this.#isStopped()) break;
      }
    }
    this.#running = null;
  }

  #isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  /** Sends a request. Answers null where it is done with, else how long to wait before the next try, ms. */
  async #try({ request, since }: Waiting, tries: number): Promise<number | null> {
    const { now, random } = this.#options;
    if (now() - since > giveUpMs) {
      this.#dropped.expired += 1;
      return null;
    }
    const pause = backoffMs(tries, random());
    try {
      const answer = await this.#send(request);
      // Read to its end, unless it is longer than such answers are: then the connection can be used again.
      await readBounded(answer.body, maxAnswerBytes);
      if (answer.ok) this.#sent += 1;
      else if (mayRetry(answer.status))
        return retryAfterMs(answer.headers.get('retry-after'), now()) ?? pause;
      else this.#dropped.refused += 1;
      return null;
    } catch {
      // The endpoint can't be reached: that is expected, and counted if it lasts.
      return pause;
    }
  }

  #send({ signal, contentType, contentEncoding, body }: RawRequest): Promise<Response> {
    const { endpoint, headers } = this.#options.target;
    return this.#options.fetch(`${endpoint.replace(/\/+$/, '')}/v1/${signal}`, {
      method: 'POST',
      // Elsewhere would get the headers of the target too, keys among them.
      redirect: 'manual',
      headers: {
        ...headers,
        'content-type': contentType,
        ...(contentEncoding === null ? {} : { 'content-encoding': contentEncoding }),
        [forwardedHeader]: '1',
      },
      body: new Uint8Array(body),
      signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(answerWithinMs)]),
    });
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const { signal } = this.#stopped;
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
    });
  }
}
