import { spoken } from './spoken.js';

const english = {
  question: 'What happens now?',
  hint: 'Cache switched on',
  mark: 'Mark',
  meant: 'Meant to better',
  by: 'by %',
  signals: {
    throughput: 'Throughput',
    'latency.p95': 'Latency P95',
    memory: 'Memory',
    cpu_per_op: 'CPU per operation',
    communication: 'Communication',
  },
  stands: 'Stands on every chart as a dotted line.',
  marked: (name: string) => `${name} is marked. It stands on every chart.`,
  notSent: 'It could not be sent.',
  nothingMarked: (fault: string) => `${fault} Nothing was marked.`,
};

export type MarkWords = typeof english;
export const markWords = spoken('mark', english);
