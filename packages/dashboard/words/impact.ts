import { spoken } from './spoken.js';

/** Of the panel itself, which is part of the first view. */
const english = {
  title: 'Impact',
  noBaseline: 'No baseline yet',
  invitation:
    'Did a change make this hub better? Keep how it runs now, change something, and read here by how much, and how sure that is.',
  /** What an impact compares, in the order in which it will stand. */
  compared: ['Throughput', 'Memory', 'CPU per op', 'Communication', 'Latency P95', 'Time to token'],
  ofComponent: 'of this component',
  compareWith: 'Compare with',
  share: 'Share',
  between: (low: string, high: string) => `between ${low} and ${high}`,
  fewer: 'Fewer',
  more: (count: number) => `${String(count)} more`,
  worse: (times: string) => `${times} worse`,
  same: 'same',
  better: (times: string) => `${times} better`,
  targets: { met: 'target met', missed: 'target missed', unknown: 'target unknown' },
  memoryHour: 'Memory, an hour',
  memoryDay: 'Memory, a day',
  busiest: 'Busiest ÷ mean',
  /** A ratio beside that of the time before. */
  before: (ratio: string) => `${ratio} before`,
  keepBaseline: 'Keep a baseline',
  keepLast: (time: string) => `Keep the last ${time} as baseline`,
  possibleIn: (time: string) => `Possible in ${time}`,
  baselineName: (clock: string) => `before ${clock}`,
  kept: (name: string) => `${name} is kept as a baseline.`,
  notKept: 'It could not be kept.',
  noBaselineKept: (fault: string) => `${fault} No baseline was kept.`,
  changes: 'Changes found in the last day',
  looking: 'Looking',
  noChange: 'None: no signal took another level.',
  lookedAt: (moment: string) => `Looked for at ${moment}, each hour by itself.`,
  lookNow: 'Look now',
  mark: 'Mark',
  notMarked: 'It could not be marked.',
  at: (marker: string) => `at “${marker}”`,
  change: 'change',
  on: 'on',
  off: 'off',
  switchOn: 'Switch an optimization on and watch the verdict arrive.',
  switchSoon: (time: string) => `Possible in ${time}: the minute before is what it is compared with.`,
  switchNow: 'The time before is what it is compared with; it takes about a minute.',
  switches: (on: number, all: number) => `Optimizations of this hub: ${String(on)} of ${String(all)} on`,
  notTurned: 'It could not be turned.',
};

export type ImpactWords = typeof english;
export const impactWords = spoken('impact', english);
