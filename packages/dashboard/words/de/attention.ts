import type { AttentionWords } from '../attention.js';

export const attention: AttentionWords = {
  notify: 'Melden',
  notifying: 'Meldet',
  when: 'Wenn ein Alarm auslöst',
  about: 'Wenn ein Alarm dieses Hubs auslöst, solange diese Seite offen ist:',
  desktop: 'Desktop-Benachrichtigung',
  sound: 'Ton',
  unable: 'Dieser Browser zeigt von hier keine Benachrichtigungen.',
  refused: 'Der Browser lehnt sie für diese Seite ab. Seine Einstellungen können sie erlauben.',
  on: (name, hub) => `${name} auf ${hub}`,
};
