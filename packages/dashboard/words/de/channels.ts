import type { ChannelWords } from '../channels.js';
import { anzahl } from './count.js';

export const channels: ChannelWords = {
  title: 'Kanäle',
  none: [
    'Noch wird niemand benachrichtigt. Kanäle stehen in der Konfiguration unter ',
    ' oder werden angelegt mit ',
    ': Webhooks, Slack, E-Mail, PagerDuty, Alertmanager.',
  ],
  noMessage: 'Noch keine Nachricht.',
  notTried: 'Der Versuch hat nicht geklappt.',
  fromFile: 'aus der Datei',
  off: 'aus',
  log: 'Protokoll',
  logOf: (name) => ` von ${name}`,
  test: 'Testen',
  testing: 'Läuft',
  failing: (attempts) =>
    attempts === 1
      ? 'der letzte Versuch schlug fehl'
      : `die letzten ${anzahl(attempts, '', 'Versuche')} schlugen fehl`,
  waiting: (events) => anzahl(events, 'Ereignis wartet', 'Ereignisse warten', 'ein'),
  dropped: (events) => anzahl(events, 'Ereignis verworfen', 'Ereignisse verworfen', 'ein'),
  nothingSent: 'seit dem Start nichts gesendet',
  lastSent: (moment) => `zuletzt gesendet ${moment}`,
  reply: (ok, time, answer) =>
    `${ok ? 'Angenommen' : 'Nicht angenommen'} nach ${time}: ${answer === '' ? 'ohne Antwort' : answer}`,
  became: {
    sent: 'gesendet',
    retrying: 'wird wiederholt',
    gave_up: 'aufgegeben',
    refused: 'abgelehnt',
  },
  about: {
    fired: 'ausgelöst',
    resolved: 'behoben',
    updated: 'schlimmer geworden',
    mixed: 'ausgelöst und behoben',
  },
  alertsOf: (count, hub, about) =>
    `${count === 1 ? 'ein Alarm' : `${String(count)} Alarme`} von ${hub} ${about}`,
  attempt: (number) => `, Versuch ${String(number)}`,
};
