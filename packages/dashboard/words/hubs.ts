import { spoken } from './spoken.js';

const english = {
  search: 'Search hubs',
  troubleFirst: (count: number) => `${String(count)}, those in trouble first`,
  none: 'No hub of this name has reported.',
  signals: { throughput: 'ops/s', latency: 'P95', memory: 'Memory', cpu: 'CPU' },
  silentFor: (time: string) => `silent for ${time}`,
  others: (name: string, more: number) => (more > 0 ? `${name} and ${String(more)} more` : name),
  acknowledged: 'acknowledged',
  stopped: 'It has stopped reporting',
  near: (name: string) => `${name} is near`,
  nothing: 'Nothing received yet',
  quiet: 'All quiet',
  /** A verdict that is no figure. */
  verdicts: { same: 'same', mixed: 'mixed' },
};

export type HubsWords = typeof english;
export const hubsWords = spoken('hubs', english);
