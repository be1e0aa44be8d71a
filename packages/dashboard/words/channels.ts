import { counted } from '@hubscope/core/format';
import { spoken } from './spoken.js';

const english = {
  title: 'Channels',
  /** Around a setting and a request. */
  none: [
    'Nobody is told of anything yet. Channels stand in the configuration under ',
    ', or are made with ',
    ': webhooks, Slack, e-mail, PagerDuty, Alertmanager.',
  ],
  noMessage: 'No message yet.',
  notTried: 'It could not be tried.',
  fromFile: 'from the file',
  off: 'off',
  log: 'Log',
  logOf: (name: string) => ` of ${name}`,
  test: 'Test',
  testing: 'Trying',
  failing: (attempts: number) => `the last ${counted(attempts, 'attempt')} failed`,
  waiting: (events: number) => `${counted(events, 'event')} ${events === 1 ? 'waits' : 'wait'}`,
  dropped: (events: number) => `${counted(events, 'event')} dropped`,
  nothingSent: 'nothing sent since the start',
  lastSent: (moment: string) => `last sent ${moment}`,
  reply: (ok: boolean, time: string, answer: string) =>
    `${ok ? 'Taken' : 'Not taken'} after ${time}: ${answer === '' ? 'it said nothing' : answer}`,
  became: { sent: 'sent', retrying: 'is tried again', gave_up: 'given up', refused: 'refused' },
  about: {
    fired: 'fired',
    resolved: 'resolved',
    updated: 'became graver',
    mixed: 'fired and resolved',
  },
  alertsOf: (count: number, hub: string, about: string) =>
    `${count === 1 ? 'one alert' : `${String(count)} alerts`} of ${hub} ${about}`,
  attempt: (number: number) => `, attempt ${String(number)}`,
};

export type ChannelWords = typeof english;
export const channelWords = spoken('channels', english);
