import { counted, countWord, sentence } from '@hubscope/core/format';
import { spoken } from './spoken.js';

const english = {
  title: 'Alerts',
  /** Of the links beside the title. */
  links: 'Alerting',
  rules: 'Rules',
  history: 'History',
  quiet: (rules: number) =>
    rules === 0
      ? 'No rule watches this hub.'
      : `All quiet. ${sentence(counted(rules, 'rule'))} ${rules === 1 ? 'watches' : 'watch'} this hub.`,
  more: (count: number) => `and ${countWord(count)} more, in History`,
  silenced: 'silenced',
  hidden: 'hidden by another',
  acknowledge: (name: string) => `Acknowledge ${name}`,
  acknowledged: (name: string) => `${name} is acknowledged. It stays quiet until it resolves or gets worse.`,
  notAcknowledged: 'It could not be acknowledged.',
  note: 'Note',
  writeNote: (name: string) => `Write a note on ${name}`,
  noteOn: (name: string) => `Note on ${name}`,
  noteHint: 'What is known, who is on it',
  noteLost: 'The note could not be kept.',
  open: 'Open',
  openRule: (name: string) => `Open the rule ${name}`,
  fires: (name: string, severity: string) => `${name} fires, ${severity}`,
  resolved: (name: string) => `${name} resolved`,
  andMore: (count: number) => `And ${countWord(count)} more`,
};

export type AlertWords = typeof english;
export const alertWords = spoken('alerts', english);
