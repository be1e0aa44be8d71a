import type { ChartWords } from '../charts.js';

export const charts: ChartWords = {
  titles: { throughput: 'Durchsatz', latency: 'Latenz', memory: 'Speicher', cpu: 'CPU' },
  alertAt: (limit, condition) => `Alarm ${condition} ${limit}`,
  peak: 'Spitze',
  peakOf: (value) => `Spitze ${value}`,
  busiestCore: 'aktivster Kern',
  cores: 'Kerne',
  looks: { lines: 'Linien', heatmap: 'Heatmap' },
  drawnAs: (title) => `${title} gezeichnet als`,
  now: 'jetzt',
  ago: (seconds) => `vor ${seconds} s`,
  lastMinute: 'letzte 60 Sekunden',
  inSight: (time) => `${time} im Blick`,
  noData: (title) => `${title}: noch keine Daten`,
  summary: (title, stretch, newest, highest) =>
    `${title}, ${stretch}: neuester Wert ${newest}, höchster ${highest}`,
  unknownNow: 'In der letzten Minute unbekannt',
  each: (time) => `je ${time}`,
  eachMeans: (time) =>
    `Jeder Wert steht für ${time}; die Fläche darum reicht von der kleinsten zur größten Sekunde.`,
  tryAgain: 'Nochmal',
  reading: 'Die Vergangenheit wird gelesen',
  nothing: 'Von dieser Zeit ist nichts bekannt',
  notRead: 'Die Vergangenheit war nicht lesbar.',
  unknown: 'unbekannt',
};
