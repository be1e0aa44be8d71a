import { spoken } from './spoken.js';

const english = {
  title: 'Calls',
  hub: 'hub',
  theLast: (minutes: number) => `the last ${String(minutes)} min, from spans`,
  none: 'No component has been seen to call another. Calls appear by themselves when spans say which span they are part of.',
  drawn: 'Calls, drawn from left to right',
  each: 'Each call',
  mostFrequent: (count: number) => `${String(count)}, most frequent first`,
  outside: 'outside',
  caller: 'Caller',
  called: 'Called',
  rate: 'calls/s',
  mean: 'Mean ms',
  p95: 'P95 ms',
  errors: 'Errors',
  slowest: 'Slowest operations',
  lastTen: 'the last 10 min',
  of: (component: string) => `, of ${component}`,
  noneKept: 'None of this time is kept: they are for ten minutes, where a trace came with them.',
  noneTold: 'None was told of with a trace.',
  operation: 'Operation',
  ended: 'Ended',
  trace: 'Trace',
  failed: 'failed',
  traceId: 'the trace id',
};

export type CallWords = typeof english;
export const callWords = spoken('calls', english);
