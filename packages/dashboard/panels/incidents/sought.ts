import type { IncidentQuery } from '@hubscope/core/wire';
import { startOf } from '../rules/silence-words.js';

const hourMs = 3_600_000;

/** When incidents fired that are looked for: `within` a stretch up to now, or between two moments. */
export const times = ['', 'hour', 'day', 'week', 'between'] as const;
export type When = (typeof times)[number];

const lengths: Readonly<Partial<Record<When, number>>> = {
  hour: hourMs,
  day: 24 * hourMs,
  week: 168 * hourMs,
};

/** What incidents are looked for. */
export interface Sought {
  readonly words: string;
  readonly state: '' | NonNullable<IncidentQuery['state']>;
  readonly severity: '' | NonNullable<IncidentQuery['severity']>;
  readonly when: When;
  /** As date fields hold them; for `between`. */
  readonly from: string;
  readonly to: string;
  /** Whether on all hubs. */
  readonly all: boolean;
}

export const everything: Sought = {
  words: '',
  state: '',
  severity: '',
  when: '',
  from: '',
  to: '',
  all: false,
};

/** Whether it leaves anything out but other hubs. */
export function leavesOut({ words, state, severity, when }: Sought): boolean {
  return words.trim() !== '' || state !== '' || severity !== '' || when !== '';
}

/** The same as the API is asked for it. `hub`: the one on screen; `now`: ms since the epoch. */
export function queryOf(
  { words, state, severity, when, from, to, all }: Sought,
  hub: string | null,
  now: number,
): Readonly<Record<string, string | number | null>> {
  const some = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const length = lengths[when];
  // By whole minutes: one question stays the same from one rendering to the next.
  const since = length === undefined ? null : Math.floor((now - length) / 60_000) * 60_000;
  const between = when === 'between';
  return {
    hub: all ? null : hub,
    state: some(state),
    severity: some(severity),
    search: some(words),
    from: between ? startOf(from) : since,
    to: between ? startOf(to) : null,
  };
}
