import { showCount } from '../format.js';
import type { DoctorWords } from '../doctor.js';

function viele(count: number, one: string, more: string): string {
  return `${showCount(count)} ${count === 1 ? one : more}`;
}

export const doctor: DoctorWords = {
  title: 'Warum sehe ich keine Daten?',
  back: 'Zurück',
  backToHub: 'Zurück zum Hub',
  theLast: (time) => `die letzten ${time}`,
  findings: 'Befunde',
  severities: { error: 'Beheben', warning: 'Besser', info: 'Hinweis' },
  toMend: (count) => `${viele(count, 'Sache ist', 'Sachen sind')} zu beheben.`,
  better: (count) => `Daten kommen an; ${viele(count, 'Sache könnte', 'Sachen könnten')} besser sein.`,
  well: (requests, hubs) =>
    `Alles in Ordnung: ${viele(requests, 'Anfrage', 'Anfragen')}, ${viele(hubs, 'Hub meldet sich', 'Hubs melden sich')}.`,
  doors: 'Eingänge',
  door: 'Eingang',
  port: 'Port',
  requests: 'Anfragen',
  refused: 'Abgelehnt',
  last: 'Letzte',
  from: 'Von',
  closed: 'zu',
  ago: (time) => `vor ${time}`,
  andMore: (count) => ` und ${String(count)} mehr`,
  hubs: 'Hubs',
  hub: 'Hub',
  state: 'Zustand',
  hubStates: { live: 'live', silent: 'stumm', waiting: 'wartet' },
  processes: 'Prozesse',
  operationsFrom: 'Operationen aus',
  notCounted: 'Nicht gezählt',
  pages: 'Metrik-Seiten',
  page: 'Seite',
  samples: 'Werte',
  waiting: 'wartet',
  up: 'erreichbar',
  down: 'ausgefallen',
};
