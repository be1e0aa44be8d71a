import type { HeatmapWords } from '../heatmap.js';

export const heatmap: HeatmapWords = {
  operations: (count, shown) => `${shown} ${count === 1 ? 'Operation' : 'Operationen'}`,
  unknownAt: (time) => `${time}: unbekannt`,
  summary: (title, stretch, operations, bands) =>
    `${title} als Heatmap, ${stretch}: ${operations}${bands.length === 0 ? '' : `, die meisten bei ${bands.join(' und ')}`}`,
  inCell: 'Operationen in einer Zelle: ',
  perCell: (count) => `${count} je Zelle`,
  reading: 'Wird gelesen',
  none: 'Keine Operation im Blick',
  click: 'Ein Klick zeigt die langsamsten',
  spread: 'Verteilt in Klassen über 1 % Breite',
  notRead: 'Die Heatmap war nicht lesbar.',
};
