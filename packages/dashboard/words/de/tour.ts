import type { TourWords } from '../tour.js';

export const tour: TourWords = {
  card: [
    'Jede Sekunde, wie sie ist',
    'Eine Karte sagt die neueste Sekunde. Rechts steht die letzte Minute gegen die Stunde davor: Grün ist besser, Bernstein schlechter.',
  ],
  impact: [
    'Hat eine Änderung geholfen?',
    'Eine Basis merken, etwas ändern und hier lesen, um wie viel es besser oder schlechter ist und wie sicher das ist.',
  ],
  search: [
    'Alles beim Namen, alles mit Tasten',
    'Strg K findet Hubs, Komponenten, Signale, Regeln, Zeiten und Aktionen. Ein Fragezeichen zeigt alle Tasten.',
  ],
  at: (step, of) => `${String(step)} von ${String(of)}`,
  next: 'Weiter',
  enough: 'Genug',
  done: 'Fertig',
};
