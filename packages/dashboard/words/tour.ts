import { spoken } from './spoken.js';

const english = {
  card: [
    'Each second, as it happens',
    'A card says the newest second. At its right the last minute stands against the hour before: green is better, amber is worse.',
  ],
  impact: [
    'Did a change help?',
    'Keep a baseline, change something, and read here by how much it is better or worse, and how sure that is.',
  ],
  search: [
    'All by name, all by key',
    'Ctrl K finds hubs, components, signals, rules, times and actions. A question mark shows every key.',
  ],
  at: (step: number, of: number) => `${String(step)} of ${String(of)}`,
  next: 'Next',
  enough: 'Enough',
  done: 'Done',
};

export interface TourWords {
  /** Title and words of each mark. */
  readonly card: readonly string[];
  readonly impact: readonly string[];
  readonly search: readonly string[];
  readonly at: (step: number, of: number) => string;
  readonly next: string;
  readonly enough: string;
  readonly done: string;
}
export const tourWords = spoken('tour', english);
