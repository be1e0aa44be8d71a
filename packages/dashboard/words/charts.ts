import { spoken } from './spoken.js';

const english = {
  titles: { throughput: 'Throughput', latency: 'Latency', memory: 'Memory', cpu: 'CPU' },
  alertAt: (limit: string, condition: string) => `alert ${condition} ${limit}`,
  peak: 'peak',
  peakOf: (value: string) => `peak ${value}`,
  busiestCore: 'busiest core',
  cores: 'cores',
  looks: { lines: 'Lines', heatmap: 'Heatmap' },
  drawnAs: (title: string) => `${title} drawn as`,
  now: 'now',
  ago: (seconds: string) => `${seconds} s ago`,
  lastMinute: 'last 60 seconds',
  inSight: (time: string) => `${time} in sight`,
  noData: (title: string) => `${title}: no data yet`,
  summary: (title: string, stretch: string, newest: string, highest: string) =>
    `${title}, ${stretch}: newest ${newest}, highest ${highest}`,
  unknownNow: 'Not known in the last minute',
  each: (time: string) => `each ${time}`,
  eachMeans: (time: string) =>
    `Each value stands for ${time}; the wash around it reaches from the least to the greatest second.`,
  tryAgain: 'Try again',
  reading: 'Reading the past',
  nothing: 'Nothing is known of this time',
  notRead: 'The past could not be read.',
  unknown: 'unknown',
};

export type ChartWords = typeof english;
export const chartWords = spoken('charts', english);
