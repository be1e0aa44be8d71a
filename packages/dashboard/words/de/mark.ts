import type { MarkWords } from '../mark.js';

export const mark: MarkWords = {
  question: 'Was geschieht jetzt?',
  hint: 'Cache eingeschaltet',
  mark: 'Setzen',
  meant: 'Soll verbessern',
  by: 'um %',
  signals: {
    throughput: 'Durchsatz',
    'latency.p95': 'Latenz P95',
    memory: 'Speicher',
    cpu_per_op: 'CPU je Operation',
    communication: 'Kommunikation',
  },
  stands: 'Steht als gepunktete Linie in jedem Diagramm.',
  marked: (name) => `${name} ist gesetzt und steht in jedem Diagramm.`,
  notSent: 'Sie konnte nicht gesendet werden.',
  nothingMarked: (fault) => `${fault} Keine Marke wurde gesetzt.`,
};
