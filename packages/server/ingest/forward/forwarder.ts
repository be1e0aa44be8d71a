import type { ForwardTarget } from '@hubscope/core/wire';
import { readBounded } from '@hubscope/core/bytes';
import { backoffMs, mayRetry, retryAfterMs } from './backoff.js';
import { Breaker } from './breaker.js';
import type { RawRequest } from './raw-request.js';

/** Marks what was sent on, so that two servers that forward to each other do not go on for ever. */
export const forwardedHeader = 'hubscope-forwarded';

/** A request that could not be delivered for this long is given up, ms. */
const giveUpMs = 300_000;
/** How much of an answer is read, bytes. */
const maxAnswerBytes = 65_536;
const answerWithinMs = 10_000;
/** Requests under way at once: one after the other, an endpoint 100 ms away would get ten a second. */
const mostUnderWay = 8;
/** What is left is tried for so long when it ends, ms. */
const endWithinMs = 1000;

/** What became of requests for one endpoint. */
export interface ForwardStats {
  readonly endpoint: string;
  readonly sent: number;
  /**
   * By reason: the queue was full, the endpoint refused it for good, it could not be delivered in time, the server stopped, or part of it
   * was of hubs that its sender may not bring.
   */
  readonly dropped: Readonly<Record<'full' | 'refused' | 'expired' | 'stopped' | 'foreign', number>>;
  readonly queuedBytes: number;
}

interface Waiting {
  readonly request: RawRequest;
  readonly since: number;
  /** How often it was tried in vain. */
  tries: number;
}

/** What became of one try; `retry`: it is to be tried again, after what the endpoint asked for, ms, where it asked. */
type Outcome = 'sent' | 'refused' | { readonly retry: number | null };

export interface ForwarderOptions {
  readonly target: ForwardTarget;
  readonly now: () => number;
  readonly random: () => number;
  readonly fetch: typeof fetch;
}

/** An endpoint as everybody may see it: names, passwords and queries may be secrets. */
function shown(endpoint: string): string {
  const { origin, pathname } = new URL(endpoint);
  return `${origin}${pathname.replace(/\/$/, '')}`;
}

/**
 * Sends what arrives on, unchanged, to one endpoint: some requests at once, in any order, as OTLP allows, from a queue that is bounded in
 * bytes.
 */
export class Forwarder {
  readonly #options: ForwarderOptions;
  /** What may be sent now, the next first. */
  readonly #ready: Waiting[] = [];
  readonly #underWay = new Set<Waiting>();
  /** What failed and waits before it is tried again. */
  readonly #resting = new Set<Waiting>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #breaker = new Breaker(mostUnderWay);
  readonly #stopped = new AbortController();
  readonly #dropped = { full: 0, refused: 0, expired: 0, stopped: 0, foreign: 0 };
  #queuedBytes = 0;
  #sent = 0;
  #emptied: () => void = () => undefined;

  constructor(options: ForwarderOptions) {
    this.#options = options;
  }

  /** Takes a request over; where there is no room it is dropped and counted. */
  offer(request: RawRequest): void {
    const { target, now } = this.#options;
    if (!this.#takes(request.signal)) return;
    if (this.#queuedBytes + request.body.length > target.max_queue_bytes) {
      this.#dropped.full += 1;
      return;
    }
    this.#ready.push({ request, since: now(), tries: 0 });
    this.#queuedBytes += request.body.length;
    this.#pump();
  }

  /** Counts a request that must not be sent on: part of it is of hubs that its sender may not bring, and it goes on unchanged or not at all. */
  withhold(signal: RawRequest['signal']): void {
    if (this.#takes(signal)) this.#dropped.foreign += 1;
  }

  stats(): ForwardStats {
    return {
      endpoint: shown(this.#options.target.endpoint),
      sent: this.#sent,
      dropped: { ...this.#dropped },
      queuedBytes: this.#queuedBytes,
    };
  }

  /** Tries what waits once more, for a second at most, and lets go of the rest. */
  async stop(): Promise<void> {
    if (this.#left() > 0) {
      await new Promise<void>((resolve) => {
        this.#emptied = resolve;
        this.#after(endWithinMs, resolve);
      });
    }
    this.#stopped.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#dropped.stopped += this.#left();
    this.#ready.length = 0;
    this.#underWay.clear();
    this.#resting.clear();
    this.#queuedBytes = 0;
  }

  /** Sends what may be sent. */
  #pump(): void {
    while (!this.#isStopped() && this.#breaker.allows(this.#underWay.size)) {
      const next = this.#ready.shift();
      if (next === undefined) return;
      if (this.#options.now() - next.since > giveUpMs) {
        this.#dropped.expired += 1;
        this.#letGo(next);
        continue;
      }
      this.#underWay.add(next);
      this.#breaker.sent(next);
      void this.#deliver(next);
    }
  }

  async #deliver(waiting: Waiting): Promise<void> {
    const outcome = await this.#try(waiting.request);
    // What was under way then is counted as what waited.
    if (this.#isStopped()) return;
    this.#underWay.delete(waiting);
    if (typeof outcome === 'object') this.#rest(waiting, outcome.retry);
    else {
      this.#breaker.answered(waiting);
      if (outcome === 'sent') this.#sent += 1;
      else this.#dropped.refused += 1;
      this.#letGo(waiting);
    }
    this.#pump();
  }

  /** Keeps a request that failed until it may be tried again. @param askedMs how long the endpoint asked to wait */
  #rest(waiting: Waiting, askedMs: number | null): void {
    const { random } = this.#options;
    this.#resting.add(waiting);
    this.#after(askedMs ?? backoffMs(waiting.tries, random()), () => {
      this.#resting.delete(waiting);
      // Behind the next one: what the endpoint never takes in must not be all that it is asked for.
      this.#ready.splice(1, 0, waiting);
    });
    waiting.tries += 1;
    const failures = this.#breaker.failed(waiting);
    if (failures === null) return;
    this.#after(askedMs ?? backoffMs(failures, random()), () => {
      this.#breaker.rested();
    });
  }

  #letGo({ request }: Waiting): void {
    this.#queuedBytes -= request.body.length;
    if (this.#left() === 0) this.#emptied();
  }

  /** Whether it still sends on, and what is of this signal. */
  #takes(signal: RawRequest['signal']): boolean {
    return !this.#isStopped() && this.#options.target.signals.includes(signal);
  }

  #left(): number {
    return this.#ready.length + this.#underWay.size + this.#resting.size;
  }

  #isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  async #try(request: RawRequest): Promise<Outcome> {
    try {
      const answer = await this.#send(request);
      // Read to its end, unless it is longer than such answers are: then the connection can be used again.
      await readBounded(answer.body, maxAnswerBytes);
      if (answer.ok) return 'sent';
      if (!mayRetry(answer.status)) return 'refused';
      return { retry: retryAfterMs(answer.headers.get('retry-after'), this.#options.now()) };
    } catch {
      // The endpoint can't be reached: that is expected, and counted if it lasts.
      return { retry: null };
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

  /** Does something later, unless it was stopped, and sends what may be sent then. */
  #after(ms: number, then: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      then();
      this.#pump();
    }, ms);
    this.#timers.add(timer);
  }
}
