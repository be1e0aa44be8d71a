import { showCount } from './format.js';
import { spoken } from './spoken.js';

function many(count: number, one: string, more: string): string {
  return `${showCount(count)} ${count === 1 ? one : more}`;
}

const english = {
  title: 'Why do I see no data?',
  back: 'Back',
  backToHub: 'Back to the hub',
  theLast: (time: string) => `the last ${time}`,
  findings: 'Findings',
  severities: { error: 'Mend', warning: 'Better', info: 'Note' },
  toMend: (count: number) => `${many(count, 'thing', 'things')} to mend.`,
  better: (count: number) => `Data arrives; ${many(count, 'thing', 'things')} could be better.`,
  well: (requests: number, hubs: number) =>
    `Nothing is wrong: ${many(requests, 'request', 'requests')}, ${many(hubs, 'hub reports', 'hubs report')}.`,
  doors: 'Doors',
  door: 'Door',
  port: 'Port',
  requests: 'Requests',
  refused: 'Refused',
  last: 'Last',
  from: 'From',
  closed: 'closed',
  ago: (time: string) => `${time} ago`,
  andMore: (count: number) => ` and ${String(count)} more`,
  hubs: 'Hubs',
  hub: 'Hub',
  state: 'State',
  /** A newer server may know another. */
  hubStates: { live: 'live', silent: 'silent', waiting: 'waiting' } as Readonly<Record<string, string>>,
  processes: 'Processes',
  operationsFrom: 'Operations from',
  notCounted: 'Not counted',
  pages: 'Pages of metrics',
  page: 'Page',
  samples: 'Samples',
  waiting: 'waiting',
  up: 'up',
  down: 'down',
};

export type DoctorWords = typeof english;
export const doctorWords = spoken('doctor', english);
