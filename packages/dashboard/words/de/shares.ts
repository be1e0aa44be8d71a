import type { ShareWords } from '../shares.js';

export const shares: ShareWords = {
  title: 'Links zum Teilen',
  forWhom: 'Für wen',
  shows: 'Zeigt',
  everyHub: 'alle Hubs',
  lasts: 'Gilt',
  spans: { hour: 'eine Stunde', day: 'einen Tag', week: 'eine Woche', month: '30 Tage' },
  make: 'Link anlegen',
  notMade: 'Der Link ließ sich nicht anlegen.',
  address: 'Der Link',
  once: 'Wer ihn hat, darf zusehen, bis er endet. Er wird nur dieses eine Mal gezeigt.',
  about: (hubs, until, by) => `${hubs} · bis ${until} · von ${by}`,
  takeBack: 'Zurückziehen',
  notTakenBack: 'Er ließ sich nicht zurückziehen.',
};
