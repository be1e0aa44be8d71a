import type { CommonWords } from '../common.js';

export const common: CommonWords = {
  severities: { critical: 'kritisch', warning: 'Warnung', info: 'Hinweis' },
  alertStates: {
    firing: 'aktiv',
    pending: 'anstehend',
    approaching: 'nähert sich',
    resolved: 'behoben',
    inactive: 'ruhig',
  },
  hubStates: { live: 'meldet sich', silent: 'stumm', waiting: 'noch nichts empfangen' },
  conditions: { above: 'über', below: 'unter', equal: 'bei' },
  acknowledge: 'Bestätigen',
  keep: 'Merken',
  keepNote: 'Notiz merken',
  unreadable: 'Die Antwort des Servers war nicht lesbar.',
  refused: (status) => `Der Server hat abgelehnt (${String(status)}).`,
  unreachable: 'Der Server war nicht erreichbar.',
};
