import { spoken } from './spoken.js';

/** What opens from the impact: baselines, sharing, what a verdict stands on, and verdicts that were kept. */
const english = {
  followsMarker: 'The newest marker decides again.',
  compared: 'Compared from now on.',
  notCompared: 'It could not be compared.',
  remove: (name: string) => `Remove the baseline ${name}`,
  removed: (name: string) => `The baseline ${name} is removed.`,
  notRemoved: 'It could not be removed.',
  byItself: 'by itself',
  grades: { good: 'good', weak: 'weak', unusable: 'unusable' },
  followMarker: 'Follow the newest marker',
  keepNew: 'Keep a new baseline',
  interval: (time: string) => `The interval over the ${time} since`,
  reading: 'Reading what it stands on',
  assumptions: { holds: 'Holds', doubtful: 'Doubtful', unknown: 'Not known' },
  asOn: (moment: string) => `as it was on ${moment}`,
  asMarkdown: 'the verdict as Markdown',
  now: (hub: string) => `How ${hub} is now`,
  readingVerdict: 'Reading the verdict',
  shareVerdict: 'Share the verdict',
  permanent: 'A permanent link to it',
  permanentLink: 'a permanent link',
  picture: 'A picture for a chat',
  table: 'A table for a pull request',
  done: 'Done with this one?',
  save: 'Save as PNG',
  failed: 'It failed: again',
  notYetKnown: 'not yet known',
};

export type VerdictWords = typeof english;
export const verdictWords = spoken('verdict', english);
