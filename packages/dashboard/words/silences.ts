import { spoken } from './spoken.js';

const english = {
  title: 'Silences',
  none: 'Nothing is muted.',
  rule: 'Rule (* is any text)',
  everyRule: 'every rule',
  hub: 'Hub',
  everyHub: 'every hub',
  component: 'Component (kind:name)',
  any: 'any',
  signal: 'Signal',
  signalHint: 'any, as latency.p95',
  severity: 'Severity',
  from: 'From (empty: now)',
  for: 'For',
  until: 'Until',
  again: 'Again',
  againUntil: 'Again until (empty: always)',
  why: 'Why',
  whyHint: 'What others should know',
  yourName: 'Your name',
  nameHint: 'as you like',
  notMuted: 'It could not be muted.',
  nothingMuted: (fault: string) => `${fault} Nothing was muted.`,
  end: 'End',
  ended: 'The silence has ended.',
  notEnded: 'It could not be ended.',
  hidden: (count: number) => (count === 0 ? 'has hidden nothing' : `has hidden ${String(count)}`),
  by: (name: string) => `by ${name}`,
  start: 'Silence',
  startAt: (moment: string) => `Silence from ${moment}`,
  /** How often it comes again. */
  repeats: { never: 'never', daily: 'each day', weekly: 'each week' },
  comes: (every: string, until: string | null) => `${every}${until === null ? '' : ` until ${until}`}`,
  pick: 'until …',
  silenced: (again: string) =>
    `Silenced${again}. Nobody is told while it lasts; the page shows it as before.`,
  planned: (from: string, again: string) =>
    `Planned from ${from}${again}. Nobody is told while it lasts; the page shows it as before.`,
  over: (since: string) => `over since ${since}`,
  fromTo: (from: string, to: string) => `from ${from} to ${to}`,
  inForce: (until: string, more: string) => `until ${until}, ${more} more`,
  now: 'now',
};

export type SilenceWords = typeof english;
export const silenceWords = spoken('silences', english);
