import { spoken } from './spoken.js';

const english = {
  severities: { critical: 'critical', warning: 'warning', info: 'info' },
  alertStates: {
    firing: 'firing',
    pending: 'pending',
    approaching: 'approaching',
    resolved: 'resolved',
    inactive: 'inactive',
  },
  hubStates: { live: 'reporting', silent: 'silent', waiting: 'nothing received yet' },
  /** How a value stands to a limit. */
  conditions: { above: 'above', below: 'below', equal: 'at' },
  acknowledge: 'Acknowledge',
  keep: 'Keep',
  keepNote: 'Keep the note',
  unreadable: 'The server’s answer could not be read.',
  refused: (status: number) => `The server refused (${String(status)}).`,
  unreachable: 'The server could not be reached.',
};

export type CommonWords = typeof english;
export const commonWords = spoken('common', english);
