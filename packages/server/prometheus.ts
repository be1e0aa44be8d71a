import type { MappingTable, SignalTable } from '@hubscope/core/signal';
import type { Clock } from '@hubscope/core/time';
import type { Windows } from '@hubscope/core/window';
import type { Config } from '@hubscope/core/wire';
import type { FastifyPluginAsync } from 'fastify';
import { remoteWriteRoute } from './ingest/prometheus/index.js';
import type { SeriesSink } from './ingest/sink.js';

export interface PrometheusOptions {
  readonly clock: Clock;
  readonly config: Config;
  readonly mappings: MappingTable;
  readonly table: SignalTable;
  readonly windows: Windows;
  readonly onError: (error: unknown) => void;
}

/** The windows as readers of metric series see them. */
export function seriesSink(windows: Windows): SeriesSink {
  return {
    bind: windows.bind.bind(windows),
    batch: windows.batch.bind(windows),
    drop: windows.drop.bind(windows),
    busy: () => null,
  };
}

/** Prometheus remote write, as a plugin for the server that takes OTLP over HTTP. */
export function remoteWrite({ config, windows, ...rest }: PrometheusOptions): FastifyPluginAsync {
  return remoteWriteRoute({
    ...rest,
    sink: seriesSink(windows),
    limits: { maxBodyBytes: config.max_body_bytes },
  });
}
