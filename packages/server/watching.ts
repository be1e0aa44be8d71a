import { join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import type { Log } from '@hubscope/core/log';
import type { MappingTable } from '@hubscope/core/signal';
import type { Clock } from '@hubscope/core/time';
import type { Windows } from '@hubscope/core/window';
import type { Config } from '@hubscope/core/wire';
import type { Metric, Metrics } from './api/index.js';
import { ConfigError } from './config/load.js';
import { Forwarder, type ForwardStats } from './ingest/forward/index.js';
import type { HandledRequest } from './ingest/otlp/index.js';
import { OwnExport } from './ingest/self/own-export.js';
import { SelfTelemetry, type SelfCounts } from './ingest/self/self.js';
import type { LogWriter } from './log-writer.js';
import { Watchdog } from './watchdog/index.js';

/** What waits to be sent of the server's own telemetry, bytes. */
const maxQueueBytes = 8_388_608;

/** Where a hang is kept, in the data folder. */
const dumpFile = 'last-hang.json';

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

export interface WatchingOptions {
  readonly clock: Clock;
  readonly config: Config;
  readonly version: string;
  /** Whether a watchdog may end the process. */
  readonly guarded: boolean;
  readonly mappings: MappingTable;
  readonly windows: Windows;
  readonly counts: () => Omit<SelfCounts, 'stalls'>;
  /** Work that waits for a turn of the event loop. */
  readonly waiting: () => number;
  readonly log: Log & Pick<LogWriter, 'form'>;
}

/** The server watching itself: as a hub, by its watchdog, and at an endpoint that is told of it where one is wanted. */
export class Watching {
  /** Requests of telemetry, by what they carry and how they ended. */
  readonly requests = new Map<string, number>();
  readonly #options: WatchingOptions;
  readonly #self: SelfTelemetry;
  readonly #watchdog: Watchdog;
  readonly #forwarder: Forwarder | null;
  readonly #export: OwnExport | null;

  constructor(options: WatchingOptions) {
    this.#options = options;
    const { clock, config, version, mappings, windows, counts, waiting, log } = options;
    const { own_telemetry: settings, watchdog } = config;
    this.#watchdog = new Watchdog({
      patience: {
        stallMs: watchdog.stall_seconds * 1000,
        hangMs: watchdog.hang_seconds === 0 ? null : watchdog.hang_seconds * 1000,
      },
      log,
      form: log.form,
      dump: join(config.data, dumpFile),
      version,
      about: () => ({
        viewers: counts().viewers,
        hubs: windows.statuses().length,
        waiting: waiting(),
        // Not of memoryUsage, which opens a file: where none can be opened it throws.
        heap_mb: Math.round(getHeapStatistics().used_heap_size / 1e6),
        uptime_s: Math.round(process.uptime()),
      }),
    });
    const target =
      settings === null
        ? null
        : {
            endpoint: settings.endpoint,
            headers: settings.headers,
            signals: settings.signals,
            max_queue_bytes: maxQueueBytes,
          };
    const forwarder =
      target === null ? null : new Forwarder({ target, now: () => clock.now(), random: Math.random, fetch });
    this.#forwarder = forwarder;
    this.#export =
      settings === null || forwarder === null
        ? null
        : new OwnExport({
            clock,
            settings,
            send: (request) => {
              forwarder.offer(request);
            },
          });
    this.#self = new SelfTelemetry({
      clock,
      mappings,
      version,
      counts: () => ({ ...counts(), stalls: this.#watchdog.stalls }),
      accept: (observations) => {
        windows.accept(observations);
        this.#export?.note(observations);
      },
    });
  }

  /**
   * Begins to watch.
   * @param otlpHttp the port of the server's own door for OTLP over HTTP
   * @throws ConfigError where its own telemetry would come back to itself
   */
  start(otlpHttp: number): void {
    const { own_telemetry: settings } = this.#options.config;
    if (settings !== null) {
      const { hostname, port } = new URL(settings.endpoint);
      if (loopback.has(hostname) && Number(port) === otlpHttp)
        throw new ConfigError(
          'own_telemetry.endpoint: that is this server, which shows itself as the hub hubscope anyway',
        );
    }
    this.#self.start();
    if (this.#options.guarded) this.#watchdog.start();
  }

  /** Notes a request of telemetry. */
  handled({ signal, start, end, failed }: HandledRequest): void {
    this.#self.operation({ name: `ingest ${signal}`, start, end, failed });
    const key = `${signal} ${failed ? 'failed' : 'ok'}`;
    this.requests.set(key, (this.requests.get(key) ?? 0) + 1);
  }

  /** Call it each second. */
  report(): void {
    this.#self.report();
  }

  /** What became of its own telemetry, where it is sent. */
  forwarded(): ForwardStats[] {
    return this.#forwarder === null ? [] : [this.#forwarder.stats()];
  }

  /** Metrics with what is known of the event loop and of its own telemetry. */
  with(metrics: Metrics): Metrics {
    const counter = (name: string, help: string, value: number): Metric => {
      return { name: `hubscope_${name}_total`, help, type: 'counter', samples: [{ labels: {}, value }] };
    };
    return {
      collect: () => [
        ...metrics.collect(),
        counter('event_loop_stalls', 'Times the event loop stood still.', this.#watchdog.stalls),
        counter(
          'own_spans_dropped',
          'Spans of its own that were too many to be sent.',
          this.#export?.spansDropped ?? 0,
        ),
      ],
    };
  }

  /** Sends what is left, and ends the watch. */
  async stop(): Promise<void> {
    this.#self.stop();
    this.#export?.flush();
    await this.#forwarder?.stop();
    await this.#watchdog.stop();
  }
}
