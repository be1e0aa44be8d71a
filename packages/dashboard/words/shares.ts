import { spoken } from './spoken.js';

const english = {
  title: 'Share links',
  forWhom: 'For whom',
  shows: 'Shows',
  everyHub: 'every hub',
  lasts: 'For',
  spans: { hour: 'an hour', day: 'a day', week: 'a week', month: '30 days' },
  make: 'Make a link',
  notMade: 'The link could not be made.',
  address: 'The link',
  once: 'Who has it may look until it ends. It is shown this once.',
  about: (hubs: string, until: string, by: string) => `${hubs} · until ${until} · by ${by}`,
  takeBack: 'Take back',
  notTakenBack: 'It could not be taken back.',
};

export type ShareWords = typeof english;
export const shareWords = spoken('shares', english);
