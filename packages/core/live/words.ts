import { englishNotation } from '../format/notation.js';
import { thinSpace } from '../format/number.js';

const verdicts = {
  improved: 'Better',
  regressed: 'Worse',
  same: 'Same within 1 %',
  mixed: 'Mixed',
  unknown: 'Not yet known',
} as const;

/** What is said of alerts, impact and uptime wherever a person reads the live form: on the page and in the terminal. */
export const englishWords = {
  notation: englishNotation,
  /** A unit as the server names it. */
  unit: (unit: string) => unit,
  /** Names of the built-in signals, where they are not the server's. */
  signals: {} as Readonly<Record<string, string>>,
  alert: {
    hub: 'hub',
    /** `limit`: as it is shown, with its unit. */
    approaching: (limit: string) => `approaching ${limit}`,
    above: (limit: string, time: string) => `above ${limit} for ${time}`,
    below: (limit: string, time: string) => `below ${limit} for ${time}`,
    equal: (limit: string, time: string) => `at ${limit} for ${time}`,
    overspent: (share: string) => `budget overspent by ${share}`,
    budgetLeft: (share: string) => `${share} of its budget left`,
    blind: (since: string) => `no value since ${since}`,
    times: (count: number) => `${String(count)}\u00a0times`,
    acknowledged: (by: string | null) => (by === null ? 'acknowledged' : `acknowledged by ${by}`),
    resolved: 'resolved',
    resolvedAt: (at: string, after: string) => `resolved at ${at}, after ${after}`,
  },
  impact: {
    /** Names of signals by their column, short enough to stand beside a bar; a signal without one keeps the server's. */
    titles: {
      cpu_per_op: 'CPU per op',
      communication: 'Communication',
      ttft: 'Time to token',
    } as Readonly<Record<string, string>>,
    seconds: (count: number) => `${String(count)}${thinSpace}s`,
    minutes: (count: number) => `${String(count)}${thinSpace}min`,
    hours: (count: number) => `${String(count)}${thinSpace}h`,
    verdicts: verdicts as Readonly<Record<keyof typeof verdicts, string>>,
    overall: {
      improved: 'Better overall',
      regressed: 'Worse overall',
      mixed: 'Mixed: some better, some worse',
      same: 'The same within 1 %',
      unknown: 'Not yet known',
    } as Readonly<Record<keyof typeof verdicts, string>>,
    unknownYet: (more: string) => `Not yet known, about ${more} more`,
    demand: 'demand',
    against: (baseline: string) => `against “${baseline}”`,
    since: (marker: string | null, time: string, baseline: string) =>
      `since ${marker === null ? '' : `${marker}, `}${time} ago · against “${baseline}”`,
    sinceMarker: (marker: string, baseline: string) => `since ${marker}, against “${baseline}”`,
    loads: {
      matched: 'Compared within the load that both stretches have seen.',
      apart: 'The two stretches share too little load to compare.',
      limit: 'The hub was at its limit in both stretches, so the change is its own.',
      demand: 'It follows demand, which says nothing about the hub: it is not judged.',
      ignored: 'Load plays no part in it, or is not known.',
    } as Readonly<Record<'matched' | 'apart' | 'limit' | 'demand' | 'ignored', string>>,
    bounded: (change: string, low: string, high: string) =>
      `The change is ${change}; it lies between ${low} and ${high}, at 95 % and at every look.`,
    unbounded: (change: string) => `So far the change looks like ${change}; its bounds are not known.`,
    takes: (more: string) => `At the present noise a verdict takes about ${more} more.`,
    load: (before: string, after: string) => `Load: ${before} before, ${after} after, operations a second.`,
    target: (change: string, state: 'met' | 'missed' | 'unknown') =>
      `Target ${change}: ${{ met: 'met', missed: 'missed', unknown: 'not yet known' }[state]}.`,
    notCounted: 'It is not part of the overall figure.',
    to: (low: string, high: string) => `${low} to ${high}`,
    tableHead: '| | before → after | change | 95 % | |',
    tooFew: 'There is too little to group into stretches that are independent of each other.',
    means: (time: string, before: number, since: number) =>
      `It stands on means of ${time}: ${String(before)} before, ${String(since)} since.`,
    dependent: (time: string) =>
      `Values depend on each other over about ${time}, so single seconds would promise too much.`,
  },
  uptime: {
    states: { up: 'up', down: 'down', silent: 'silent', unknown: 'unknown' } as Readonly<
      Record<'up' | 'down' | 'silent' | 'unknown', string>
    >,
    trouble: (at: string, state: string, time: string) => `${at} ${state} for ${time}`,
  },
};

export type LiveWords = typeof englishWords;
