import { readBounded } from '@hubscope/core/bytes';
import type { MappingTable, SignalTable } from '@hubscope/core/signal';
import { millis, type Clock } from '@hubscope/core/time';
import { Points } from '@hubscope/core/window';
import { OwnHubs } from '../own-hubs.js';
import { Book, Tally, type Taker } from '../prometheus/index.js';
import type { SeenSeries } from '../seen-series.js';
import type { SeriesSink } from '../sink.js';
import { parseProtobuf } from './protobuf.js';
import { BadPage, type PageSample } from './sample.js';
import { parseText } from './text.js';

/** One page of metrics that is fetched again and again. */
export interface TargetConfig {
  readonly url: string;
  /** Labels of all its series; `job` and `instance` among them. */
  readonly labels: Readonly<Record<string, string>>;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly maxSamples: number;
}

/** How its last fetch went. */
export interface TargetState {
  readonly url: string;
  readonly job: string;
  readonly instance: string;
  readonly intervalMs: number;
  /** 1 where the page was read, 0 where it was not, null before a fetch. */
  readonly up: 0 | 1 | null;
  readonly error: string | null;
  readonly samples: number;
  readonly tookMs: number | null;
  /** ms since the epoch. */
  readonly at: number | null;
  /** Fetches that were left out since the one before was still under way. */
  readonly skipped: number;
}

export interface TargetOptions {
  readonly clock: Clock;
  readonly sink: SeriesSink;
  readonly mappings: MappingTable;
  readonly table: SignalTable;
  /** Remembers for a while what came. */
  readonly seen?: SeenSeries;
}

/** Protobuf first: only it carries native histograms. */
const accept = [
  'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6',
  'application/openmetrics-text;version=1.0.0;q=0.5',
  'text/plain;version=0.0.4;q=0.4',
  '*/*;q=0.1',
].join(',');

/**
 * Where a target's answer sends: to another path of its own, such as one with a slash at its end. Null where it sends nowhere.
 * @throws BadPage where it sends elsewhere: the configuration says which machines are asked, not those machines
 */
function nextOf(url: string, { status, headers }: Response): string | null {
  const location = headers.get('location');
  if (status < 300 || status > 399 || location === null) return null;
  const next = URL.canParse(location, url) ? new URL(location, url) : null;
  if (next?.origin === new URL(url).origin) return next.href;
  throw new BadPage('it sends to another address: write that one');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'it did not answer in time';
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}`;
}

/** A target, and the series that its page is made of. */
export class Target {
  readonly #options: TargetOptions;
  readonly #book: Book;
  readonly #points = new Points(1);
  #takers = new Map<string, Taker>();
  #generation = 0;
  #state: TargetState;
  #busy = false;

  constructor(
    readonly config: TargetConfig,
    options: TargetOptions,
  ) {
    this.#options = options;
    this.#book = new Book(options);
    const { url, labels, intervalMs } = config;
    this.#state = {
      url,
      job: labels['job'] ?? '',
      instance: labels['instance'] ?? '',
      intervalMs,
      up: null,
      error: null,
      samples: 0,
      tookMs: null,
      at: null,
      skipped: 0,
    };
  }

  get state(): TargetState {
    return this.#state;
  }

  /** Fetches the page once and hands on what it says; never throws. Does nothing while a fetch is under way. */
  async scrape(): Promise<void> {
    if (this.#busy) {
      this.#state = { ...this.#state, skipped: this.#state.skipped + 1 };
      return;
    }
    this.#busy = true;
    const { clock, sink } = this.#options;
    const began = performance.now();
    const at = clock.now();
    let samples: PageSample[] = [];
    let tooLong = 0;
    let error: string | null = null;
    try {
      samples = await this.#fetch(() => {
        tooLong += 1;
      });
    } catch (fault) {
      error = reasonOf(fault);
    }
    const tookMs = performance.now() - began;
    const up = error === null ? 1 : 0;
    const about: [string, number][] = [
      ['up', up],
      ['scrape_duration_seconds', tookMs / 1000],
      ['scrape_samples_scraped', samples.length],
    ];
    const tally = new Tally(new OwnHubs({ hubs: null, who: null }));
    sink.batch((now) => {
      this.#points.arrive(now);
      for (const sample of samples) this.#take(sample, at, tally);
      for (const [name, value] of about) {
        this.#take({ name, labels: new Map(), type: 'gauge', value, time: null, start: null }, at, null);
      }
      return tally.hubs;
    });
    tally.forEachDrop((hub, reason, count) => {
      sink.drop(hub, reason, count);
    });
    if (tooLong > 0)
      sink.drop(this.#book.hub(new Map(Object.entries(this.config.labels))), 'bad_line', tooLong);
    this.#state = { ...this.#state, up, error, samples: samples.length, tookMs, at };
    this.#busy = false;
  }

  /** @param tooLong is told of each line that is left out */
  async #fetch(tooLong: () => void): Promise<PageSample[]> {
    const { url, timeoutMs, maxBytes, maxSamples } = this.config;
    const headers = {
      accept,
      'user-agent': 'hubscope',
      'x-prometheus-scrape-timeout-seconds': String(timeoutMs / 1000),
    };
    const asked = { headers, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) } as const;
    let answer = await fetch(url, asked);
    const next = nextOf(url, answer);
    if (next !== null) {
      await answer.body?.cancel();
      answer = await fetch(next, asked);
    }
    if (!answer.ok) {
      await answer.body?.cancel();
      throw new BadPage(`it answered ${String(answer.status)}`);
    }
    const type = answer.headers.get('content-type') ?? '';
    const page = await readBounded(answer.body, maxBytes);
    if (page === null) throw new BadPage(`the page is larger than ${String(maxBytes)} bytes`);
    if (type.startsWith('application/vnd.google.protobuf')) return parseProtobuf(page, maxSamples);
    const text = new TextDecoder().decode(page);
    return parseText(text, type.startsWith('application/openmetrics-text'), maxSamples, tooLong);
  }

  #take({ name, labels, type, value, time, start }: PageSample, at: number, tally: Tally | null): void {
    const taker = this.#taker(name, labels, type);
    this.#points.set(
      0,
      start === null ? null : millis(start),
      millis(time ?? at),
      typeof value === 'number' ? value : NaN,
    );
    taker.seen?.touch(this.#points.now);
    let reason = null;
    if (typeof value !== 'number') reason = taker.histogram(this.#points, 0, value);
    else if (Number.isNaN(value)) taker.unknown(this.#points, 0);
    else reason = taker.number(this.#points, 0);
    tally?.sample(taker.hub, this.#points, reason);
  }

  #taker(name: string, labels: ReadonlyMap<string, string>, type: PageSample['type']): Taker {
    if (this.#generation !== this.#book.generation || this.#takers.size > 2 * this.config.maxSamples) {
      this.#generation = this.#book.generation;
      this.#takers = new Map();
    }
    const key = `${type} ${name}\n${[...labels].flat().join('\n')}`;
    const known = this.#takers.get(key);
    if (known !== undefined) return known;
    // What the configuration says of the target goes before what the target says of itself.
    const own = Object.entries(this.config.labels);
    const told = [...labels].map(([label, text]): [string, string] =>
      label in this.config.labels ? [`exported_${label}`, text] : [label, text],
    );
    const kind = type === 'other' ? null : type;
    const taker = this.#book.series(new Map([...told, ...own, ['__name__', name]]), kind);
    this.#takers.set(key, taker);
    return taker;
  }
}
