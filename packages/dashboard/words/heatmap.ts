import { spoken } from './spoken.js';

const english = {
  operations: (count: number, shown: string) => `${shown} operation${count === 1 ? '' : 's'}`,
  unknownAt: (time: string) => `${time}: not known`,
  summary: (title: string, stretch: string, operations: string, bands: readonly string[]) =>
    `${title} as a heatmap, ${stretch}: ${operations}${bands.length === 0 ? '' : `, most at ${bands.join(' and ')}`}`,
  inCell: 'Operations in a cell: ',
  perCell: (count: string) => `${count} a cell`,
  reading: 'Reading',
  none: 'No operation in sight',
  click: 'A click shows the slowest',
  spread: 'Spread within buckets wider than 1 %',
  notRead: 'The heatmap could not be read.',
};

export type HeatmapWords = typeof english;
export const heatmapWords = spoken('heatmap', english);
