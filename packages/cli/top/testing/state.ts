// Test code: what is drawn in the unit tests; its numbers mean nothing.
import {
  emptyReplica,
  firstState,
  lifeOf,
  newestSecond,
  rank,
  reduce,
  type LiveState,
} from '@hubscope/core/live';
import { snapshotOf, start, statusOf } from '@hubscope/core/live/testing';
import type { LiveFrame, SignalInfo, SnapshotFrame } from '@hubscope/core/wire';
import type { TopState } from '../state.js';

const signal = (name: string, unit: string, decimals = 1): SignalInfo => ({
  name,
  title: name,
  unit,
  better: 'lower',
  fold: name === 'latency' ? 'distribution' : 'sum',
  decimals,
  wire_name: null,
});

export const signals: readonly SignalInfo[] = [
  signal('throughput', 'ops/s'),
  signal('latency', 'ms'),
  signal('memory', 'MB'),
  signal('cpu', '%'),
  signal('error_rate', '%'),
  signal('connections', '', 0),
  signal('busy', 'in progress', 2),
];

const columns = [
  'throughput',
  'latency',
  'latency.p50',
  'latency.p95',
  'memory',
  'cpu',
  'error_rate',
  'connections',
];
const seconds = 60;
const ramp = (from: number, by: number): number[] =>
  Array.from({ length: seconds }, (_, at) => from + by * at);

/** A hub of a minute, with every signal known. */
export function hubOf(more: Partial<SnapshotFrame> = {}): SnapshotFrame {
  return snapshotOf({
    now: (start + seconds) * 1000 + 500,
    status: statusOf({ last_second: start + seconds - 1 }),
    signals: [...signals],
    columns,
    series: {
      from: start,
      values: [
        ramp(800, 1),
        ramp(80, 0.5),
        ramp(60, 0.25),
        ramp(150, 1),
        ramp(48, 0),
        ramp(20, 1),
        ramp(0.1, 0),
        ramp(52, 0),
      ],
      cores: [],
    },
    component_columns: ['throughput', 'latency.p95', 'error_rate', 'busy'],
    components: [
      {
        key: 'agent:writer',
        kind: 'agent',
        name: 'writer',
        values: [12, 182.34, 0, 1.5],
        throughput: [12, 12],
      },
      {
        key: 'tool:search',
        kind: 'tool',
        name: 'search',
        values: [40, 9.5, null, 0.25],
        throughput: [40, 40],
      },
    ],
    judgement: {
      trends: {
        throughput: { change: 4.2, verdict: 'better' },
        latency: { change: 12.3, verdict: 'worse' },
        memory: { change: 0.1, verdict: 'steady' },
      },
      peaks: {},
      health: { score: 96, parts: [] },
      uptime: { percent: 99.98, known_seconds: 86_400, cells: [] },
    },
    ...more,
  });
}

/** The state half a second after the snapshot's, connected. */
export function stateOf(
  frames: readonly LiveFrame[],
  more: Partial<TopState> = {},
  live: Partial<LiveState> = {},
): TopState {
  const replica = frames.reduce(reduce, emptyReplica);
  const now = (start + seconds) * 1000 + 500;
  const state: LiveState = {
    ...firstState,
    link: { phase: 'connected', since: now },
    replica,
    clockOffset: 0,
    ...live,
  };
  return {
    live: state,
    life: lifeOf(state),
    now,
    until: replica.view === null ? null : newestSecond(replica.view.series),
    order: replica.view === null ? [] : rank([], replica.view.components.values()),
    selected: null,
    overlay: null,
    hubAt: 0,
    message: '',
    ...more,
  };
}
