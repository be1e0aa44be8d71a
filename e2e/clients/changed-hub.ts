import { pause } from '../../bench/harness/eventually.js';
import type { Served } from '../../bench/harness/server.js';
import { agentNamed, attribute, nanos, post, span, type Json } from '../doors/otlp.js';
import { seeded } from './random.js';

/** How often it tells what ended, ms. */
const everyMs = 500;
/** How long an operation takes, ms. */
const tookMs = 40;

/**
 * A hub that told nothing for nearly two minutes, in which it changed, and then tells all of it: what a comparison needs of the past is
 * there at once. It goes on as it was last, and keeps a log of its own.
 */
export class ChangedHub {
  /** When it changed, ms since the epoch. */
  readonly changedAt: number;
  /** The start of the first second of which it tells, ms since the epoch. */
  readonly begun: number;
  /** Operations that it ended, by the second. */
  readonly #log = new Map<number, number>();
  readonly #random = seeded(7);
  readonly #stopped = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #told: number;

  /**
   * @param before operations a second before the change
   * @param after and since
   */
  constructor(
    private readonly server: Served,
    readonly name: string,
    private readonly before: number,
    private readonly after: number,
  ) {
    const now = Math.floor(Date.now() / 1000) * 1000;
    this.begun = now - 114_000;
    this.changedAt = now - 52_000;
    this.#told = this.begun;
  }

  /** Tells what is past, and from then on what happens. */
  async start(): Promise<void> {
    await this.#tell();
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  /** Operations a second in `[from, to)`, ms since the epoch, by its own log. */
  rate(from: number, to: number): number {
    const [first, last] = [from / 1000, to / 1000];
    let ended = 0;
    for (let second = first; second < last; second += 1) ended += this.#log.get(second) ?? 0;
    return ended / (last - first);
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      await pause(everyMs);
      await this.#tell().catch(() => null);
    }
  }

  /** Tells of whole slices of half a second, up to the last that is over. */
  async #tell(): Promise<void> {
    const spans: Json[] = [];
    for (; this.#told + everyMs <= Date.now(); this.#told += everyMs) {
      const mean = (this.#told < this.changedAt ? this.before : this.after) / 2;
      const count = Math.round(mean * (0.8 + 0.4 * this.#random()));
      for (let place = 0; place < count; place += 1) {
        const end = this.#told + Math.floor((everyMs * (place + 0.5)) / count);
        spans.push(span(end, { ...agentNamed('planner'), startTimeUnixNano: nanos(end - tookMs) }));
        const second = Math.floor(end / 1000);
        this.#log.set(second, (this.#log.get(second) ?? 0) + 1);
      }
    }
    const attributes = [
      attribute('service.name', this.name),
      attribute('service.instance.id', 'one'),
      attribute('hub.load', 'closed'),
    ];
    await post(this.server, '/v1/traces', {
      resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans }] }],
    });
  }
}
