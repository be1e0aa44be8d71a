import { spoken } from './spoken.js';

const english = {
  notify: 'Notify',
  notifying: 'Notifying',
  when: 'When an alert fires',
  about: 'When an alert of this hub begins to fire, while this page is open:',
  desktop: 'Desktop notification',
  sound: 'Sound',
  unable: 'This browser shows no notifications from here.',
  refused: 'The browser refuses them for this page. Its settings can allow them.',
  on: (name: string, hub: string) => `${name} on ${hub}`,
};

export type AttentionWords = typeof english;
export const attentionWords = spoken('attention', english);
