import type { Windows } from '@hubscope/core/window';
import type { Metric, Metrics } from './api/index.js';
import type { ForwardStats } from './ingest/forward/index.js';
import type { Store } from './store/store.js';
import type { Stream } from './stream/index.js';

/** No loss: copies of what was counted, and what nobody was to send. */
const noLoss: ReadonlySet<string> = new Set(['duplicate', 'forbidden_hub']);

/** Telemetry that was lost since the start, over all hubs. */
export function droppedData(windows: Windows): number {
  const all = [windows.dropped(null), ...windows.statuses().map(({ dropped }) => dropped)];
  return all.reduce((sum, dropped) => {
    return Object.entries(dropped).reduce((part, [reason, n]) => part + (noLoss.has(reason) ? 0 : n), sum);
  }, 0);
}

/** What `/metrics` tells of the server's own stages. */
export class SelfMetrics implements Metrics {
  constructor(
    private readonly windows: Windows,
    private readonly store: Store,
    private readonly stream: Stream,
    private readonly requests: ReadonlyMap<string, number>,
    private readonly forwarded: () => readonly ForwardStats[],
    private readonly held: () => Readonly<Record<string, number>>,
  ) {}

  collect(): Metric[] {
    const stream = this.stream.stats();
    const store = this.store.stats();
    const one = (value: number): Metric['samples'] => [{ labels: {}, value }];
    const counter = (name: string, help: string, samples: Metric['samples']): Metric => {
      return { name: `hubscope_${name}_total`, help, type: 'counter', samples };
    };
    const gauge = (name: string, help: string, value: number): Metric => {
      return { name: `hubscope_${name}`, help, type: 'gauge', samples: one(value) };
    };
    return [
      gauge('viewers', 'WebSocket viewers connected.', stream.viewers),
      counter('frames_sent', 'WebSocket frames sent.', one(stream.framesSent)),
      counter('frame_bytes_sent', 'Bytes of WebSocket frames sent.', one(stream.bytesSent)),
      counter('frames_encoded', 'Messages encoded, each once for all who want it.', one(stream.encodes)),
      counter('viewers_skipped', 'Times a slow viewer was skipped forward.', one(stream.skipped)),
      counter('viewers_refused', 'Upgrades that were refused.', one(stream.refused)),
      counter(
        'requests_held',
        'Requests and upgrades refused for their number, by address or key.',
        this.#held(),
      ),
      counter('points_stored', 'Points written to the store.', one(store.pointsWritten)),
      counter('store_writes_failed', 'Writes that are in memory only.', one(store.writesFailed)),
      gauge('points_kept', 'Points in the store.', store.pointsKept),
      gauge('store_bytes', 'Bytes that the values in the store take.', store.bytes),
      counter(
        'otlp_requests',
        'Telemetry requests, by what they carry and how they ended.',
        this.#requests(),
      ),
      counter('forwarded', 'Requests sent on, by endpoint.', this.#forwarded()),
      counter(
        'forward_dropped',
        'Requests that could not be sent on, by endpoint and reason.',
        this.#notForwarded(),
      ),
      counter('dropped', 'Telemetry that was not counted, by reason.', this.#dropped()),
    ];
  }

  #requests(): Metric['samples'] {
    return [...this.requests].map(([key, value]) => {
      const [signal = '', outcome = ''] = key.split(' ');
      return { labels: { signal, outcome }, value };
    });
  }

  #held(): Metric['samples'] {
    return Object.entries(this.held()).map(([by, value]) => ({ labels: { by }, value }));
  }

  #forwarded(): Metric['samples'] {
    return this.forwarded().map(({ endpoint, sent }) => ({ labels: { endpoint }, value: sent }));
  }

  #notForwarded(): Metric['samples'] {
    return this.forwarded().flatMap(({ endpoint, dropped }) =>
      Object.entries(dropped).map(([reason, value]) => ({ labels: { endpoint, reason }, value })),
    );
  }

  /** Over all hubs: their names come from outside and are without number. */
  #dropped(): Metric['samples'] {
    const reasons = new Map<string, number>();
    const all = [this.windows.dropped(null), ...this.windows.statuses().map(({ dropped }) => dropped)];
    for (const dropped of all) {
      for (const [reason, count] of Object.entries(dropped)) {
        reasons.set(reason, (reasons.get(reason) ?? 0) + count);
      }
    }
    return [...reasons].map(([reason, value]) => ({ labels: { reason }, value }));
  }
}
