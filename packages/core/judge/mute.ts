import type { IncidentSummary, Matcher, Silence } from '../wire/index.js';
import { fitsGlob } from './glob.js';

/** What a matcher looks at. */
export type Mutable = Pick<IncidentSummary, 'name' | 'hub' | 'component' | 'column' | 'severity'>;

/** Whether an incident fits all that a matcher names. */
export function fitsMatcher(matcher: Matcher, incident: Mutable): boolean {
  const fits = (glob: string | null, value: string | null): boolean =>
    glob === null || (value !== null && fitsGlob(glob, value));
  return (
    fits(matcher.rule, incident.name) &&
    fits(matcher.hub, incident.hub) &&
    fits(matcher.component, incident.component) &&
    fits(matcher.signal, incident.column) &&
    (matcher.severity === null || matcher.severity === incident.severity)
  );
}

const dayMs = 86_400_000;

type Times = Pick<Silence, 'starts_at' | 'ends_at' | 'repeat' | 'repeat_until'>;

/**
 * The window of a silence at a moment (all in ms since the epoch): the one that is on, else the next one, of one that is over the last.
 * A window that begins before `repeat_until` ends there at the latest.
 */
export function windowAt(silence: Times, now: number): Pick<Silence, 'starts_at' | 'ends_at'> {
  const { starts_at, ends_at, repeat, repeat_until } = silence;
  if (repeat === null || now < ends_at) return { starts_at, ends_at };
  const every = repeat === 'daily' ? dayMs : 7 * dayMs;
  const until = repeat_until ?? Infinity;
  const last = Math.max(0, Math.ceil((until - starts_at) / every) - 1);
  // The first one that ends later than now.
  const turn = Math.min(Math.floor((now - ends_at) / every) + 1, last);
  if (turn === 0) return { starts_at, ends_at };
  return { starts_at: starts_at + turn * every, ends_at: Math.min(ends_at + turn * every, until) };
}

/** What a silence does at a moment (ms since the epoch): one that comes again is planned between its windows. */
export function silenceState(silence: Times, now: number): Silence['state'] {
  const { starts_at, ends_at } = windowAt(silence, now);
  if (now < starts_at) return 'planned';
  return now < ends_at ? 'active' : 'over';
}
