import { sentence } from '@hubscope/core/format';
import type { AlertWords } from '../alerts.js';
import { anzahl, zahl } from './count.js';

export const alerts: AlertWords = {
  title: 'Alarme',
  links: 'Alarmierung',
  rules: 'Regeln',
  history: 'Verlauf',
  quiet: (rules) =>
    rules === 0
      ? 'Keine Regel überwacht diesen Hub.'
      : `Alles ruhig. ${sentence(anzahl(rules, 'Regel überwacht', 'Regeln überwachen'))} diesen Hub.`,
  more: (count) => `und ${zahl(count, 'einer')} mehr, im Verlauf`,
  silenced: 'stummgeschaltet',
  hidden: 'von einem anderen verdeckt',
  acknowledge: (name) => `${name} bestätigen`,
  acknowledged: (name) => `${name} ist bestätigt und bleibt still, bis es behoben ist oder schlimmer wird.`,
  notAcknowledged: 'Die Bestätigung kam nicht an.',
  note: 'Notiz',
  writeNote: (name) => `Notiz zu ${name} schreiben`,
  noteOn: (name) => `Notiz zu ${name}`,
  noteHint: 'Was bekannt ist, wer daran arbeitet',
  noteLost: 'Die Notiz konnte nicht gespeichert werden.',
  open: 'Öffnen',
  openRule: (name) => `Regel ${name} öffnen`,
  fires: (name, severity) => `${name} ist aktiv, ${severity}`,
  resolved: (name) => `${name} ist behoben`,
  andMore: (count) => `Und ${zahl(count, 'einer')} mehr`,
};
