import { duration } from './format.js';
import { spoken } from './spoken.js';

const english = {
  own: 'My charts',
  ofLink: 'Charts of a link',
  keepAsMine: 'Keep as mine',
  keptAsMine: 'These are your charts now.',
  link: 'Link',
  linkOf: 'a link to these charts',
  add: 'Add a chart',
  none: 'No chart stands here yet. Add one above, or pin one where you see it: ⋯ at its head.',
  unheard: (column: string) => `This server knows no signal ${column}.`,
  takeOut: 'Take it out',
  takenOut: (title: string) => `${title} is taken out.`,
  back: (hub: string) => `Back to ${hub}`,
  hub: 'hub',
  theHub: 'the hub',
  unknown: 'unknown',
  /** `span`: `1 h`, `7 d`. */
  before: (span: string) => `${span} before`,
  tools: (title: string) => `${title}: pin, compare, copy`,
  pin: 'Pin to my charts',
  pinned: (title: string) => `${title} is pinned to your charts.`,
  compare: 'Compare with',
  choose: 'choose',
  copyPicture: 'Copy as PNG',
  pictureCopied: 'The picture is on the clipboard.',
  pictureSaved: 'The picture is saved.',
  copyValues: 'Copy as CSV',
  valuesCopied: 'The values are on the clipboard, as CSV.',
  valuesSaved: 'The values are saved, as CSV.',
  clipboardClosed: 'The browser keeps the clipboard closed: save it.',
  save: 'Save',
  failed: 'It could not be done.',
  /** `ms`: how long a time each value stands for. */
  each: (ms: number) => `Each value is of ${duration(ms)}.`,
  exact: 'Quantiles are exact, from merged histograms.',
  interpolated: 'Quantiles are interpolated: latency comes in buckets wider than 1 %.',
};

export type OwnChartWords = typeof english;
export const ownChartWords = spoken('ownCharts', english);
