import type { CustomRow } from '@hubscope/core/signal';

/** Signals that only the server itself has, declared as a user would declare signals of theirs. */
export const selfRows: readonly CustomRow[] = [
  {
    name: 'event_loop_delay',
    unit: 'ms',
    better: 'lower',
    fold: 'distribution',
    decimals: 1,
    metric: 'hubscope.event_loop.delay',
    factor: 1,
    attributes: {},
  },
  {
    name: 'frames_sent',
    unit: 'frames/s',
    better: null,
    fold: 'sum',
    decimals: 0,
    metric: 'hubscope.frames.sent',
    factor: 1,
    attributes: {},
  },
  {
    name: 'points_stored',
    unit: 'points/s',
    better: null,
    fold: 'sum',
    decimals: 0,
    metric: 'hubscope.points.stored',
    factor: 1,
    attributes: {},
  },
];
