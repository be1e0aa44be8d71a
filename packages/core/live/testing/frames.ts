// Test code: frames of the live form for the unit tests; their numbers mean nothing.
import type { Alert, HubStatus, SnapshotFrame, TickFrame } from '../../wire/index.js';

export const start = 1_700_000_000;

export function statusOf(more: Partial<HubStatus> = {}): HubStatus {
  return {
    name: 'shop',
    state: 'live',
    version: '1.0.0',
    instances: 1,
    first_second: start,
    last_second: start,
    lag_ms: 500,
    resolution: 1,
    operations_from: 'spans',
    cpu_allotted: { cpus: 1, from: 'limit' },
    closed_load: false,
    operations_per_minute: 60,
    dropped: {},
    coarse_latency: false,
    ...more,
  };
}

export function snapshotOf(more: Partial<SnapshotFrame> = {}): SnapshotFrame {
  return {
    type: 'snapshot',
    seq: 10,
    now: (start + 3) * 1000 + 500,
    hub: 'shop',
    status: statusOf(),
    signals: [],
    columns: ['throughput', 'memory'],
    component_columns: ['throughput', 'busy'],
    series: {
      from: start,
      values: [
        [1, 2, 3],
        [40, null, 42],
      ],
      cores: [],
    },
    sparklines: { step: 30, until: start + 20, columns: { throughput: [5, 6] } },
    components: [
      { key: 'agent:a', kind: 'agent', name: 'a', values: [3, 0.5], throughput: [1, 2, 3] },
      { key: 'tool:b:c', kind: 'tool', name: 'b:c', values: [1, 0.1], throughput: [null, 1, 1] },
    ],
    component_count: 2,
    judgement: null,
    alerts: [],
    alerts_left_out: 0,
    rules: 5,
    thresholds: [],
    markers: [],
    impact: null,
    ...more,
  };
}

export function tickOf(seq: number, second: number, more: Partial<TickFrame> = {}): TickFrame {
  return {
    type: 'tick',
    seq,
    second,
    now: (second + 1) * 1000 + 500,
    values: [9, 45],
    ...more,
  };
}

export function alertOf(more: Partial<Alert> = {}): Alert {
  return {
    id: 'one',
    threshold: {
      name: 'High Latency',
      metric: 'latency_ms',
      threshold: 150,
      condition: 'above',
      severity: 'warning',
      cooldown_secs: 300,
    },
    triggered_at: start * 1000,
    current_value: 182.34,
    message: '',
    acknowledged: false,
    state: 'firing',
    hub: 'shop',
    component: null,
    column: 'latency.mean',
    resolved_at: null,
    blind_since: null,
    acknowledged_by: null,
    acknowledged_at: null,
    note: null,
    occurrences: 1,
    ...more,
  };
}
